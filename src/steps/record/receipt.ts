import type { ModelRequest, Sending } from '../../ports/model';
import { sumOf } from '../../sum-of';
import { pathsOf } from '../chunks/copy-places';
import type { ChunkOutcome } from '../findings/chunk-outcome';
import { estimateTokens } from '../pricing/models';
import { sha256 } from '../prompt/piece';
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

function piecesOf({ system, user, later = [], schema }: ModelRequest): PieceReceipt[] {
  const turns = later.map(({ text }) => ({ name: 'turn', text, files: [] }));
  const format = { name: 'schema', text: JSON.stringify(schema), files: [] };
  return [...system, format, ...user, ...turns].map(({ name = 'text', text, files = [] }) => {
    return { piece: name, files, bytes: Buffer.byteLength(text), sha256: sha256(text) };
  });
}
