import type { ModelRequest, ModelTurn, Sending } from '../../ports/model';
import { sha256 } from '../../sha256';
import { sumOf } from '../../sum-of';
import { pathsOf } from '../chunks/copy-places';
import type { ChunkOutcome } from '../findings/chunk-outcome';
import { estimateTokens } from '../pricing/models';
import type { PieceReceipt, RequestReceipt } from './cost-record';

/** Why a request was sent: to be answered, to be answered with others, or to have its tokens counted. */
export type Purpose = 'ask' | 'batch' | 'count';

/** One request as it leaves, with the prompts that it carries. */
export function receiptOf(purpose: Purpose, requests: readonly ModelRequest[], sending: Sending): RequestReceipt {
  const pieces = requests.flatMap(piecesOf);
  const tokens = estimateTokens(sumOf(pieces, ({ bytes }) => bytes));
  return { request: nameOf(purpose, requests), sent: true, ...sending, tokens, pieces };
}

/** Parts of the change of which nothing has left the agent. */
export function unsentParts(chunks: readonly ChunkOutcome[]): RequestReceipt[] {
  return chunks
    .filter(({ sent, replaced }) => !sent && !replaced)
    .map(({ prompt: { chunk } }) => {
      const files = pathsOf(chunk.files);
      const pieces = [{ piece: 'diff', files, bytes: 0, sha256: '' }];
      return { request: `part ${chunk.number}`, sent: false, to: '', bytes: 0, tokens: 0, sha256: '', pieces };
    });
}

function nameOf(purpose: Purpose, requests: readonly ModelRequest[]): string {
  if (purpose === 'batch') return `batch of ${requests.length} sweeps`;
  return `${purpose === 'count' ? 'count of ' : ''}${requests[0]?.label ?? ''}`;
}

function piecesOf({ system, user, later = [], turns = [], tools = [], schema }: ModelRequest): PieceReceipt[] {
  const format = schema === null ? [] : [{ name: 'schema', text: JSON.stringify(schema), files: [] }];
  const called = tools.length === 0 ? [] : [{ name: 'tools', text: JSON.stringify(tools), files: [] }];
  const said = later.map(({ text }) => ({ name: 'turn', text, files: [] }));
  const all = [...system, ...format, ...called, ...user, ...said, ...turns.flatMap(partsOfTurn)];
  return all.map(({ name = 'text', text, files = [] }) => {
    return { piece: name, files, bytes: Buffer.byteLength(text), sha256: sha256(text) };
  });
}

/** What a tool showed is told with the files that it shows; what the model itself said is one piece. */
function partsOfTurn(turn: ModelTurn): { name: string; text: string; files: readonly string[] }[] {
  if (turn.role === 'assistant') return [{ name: 'turn', text: JSON.stringify(turn.content), files: [] }];
  const results = turn.results.map(({ text, files = [] }) => ({ name: 'result', text, files }));
  return [...results, ...(turn.text === undefined ? [] : [{ name: 'turn', text: turn.text, files: [] }])];
}
