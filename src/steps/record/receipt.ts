import type { ChunkOutcome } from '../findings/chunk-outcome';
import { estimateTokens } from '../pricing/models';
import { SYSTEM_INSTRUCTIONS } from '../prompt/instructions/system';
import { sha256 } from '../prompt/piece';
import type { PieceReceipt } from './cost-record';

/** What was sent: the instructions once, then the pieces of every chunk that was asked. */
export function receiptOf(chunks: readonly ChunkOutcome[]): PieceReceipt[] {
  const sent = chunks.filter((chunk) => chunk.sent);
  if (sent.length === 0) return [];
  const bytes = Buffer.byteLength(SYSTEM_INSTRUCTIONS);
  const system: PieceReceipt = {
    chunk: 0,
    piece: 'system',
    files: [],
    bytes,
    tokens: estimateTokens(bytes),
    sha256: sha256(SYSTEM_INSTRUCTIONS),
  };
  return [
    system,
    ...sent.flatMap(({ prompt }) =>
      prompt.pieces.map(
        (piece): PieceReceipt => ({
          chunk: prompt.chunk.number,
          piece: piece.name,
          files: piece.files,
          bytes: piece.bytes,
          tokens: estimateTokens(piece.bytes),
          sha256: piece.sha256,
        }),
      ),
    ),
  ];
}
