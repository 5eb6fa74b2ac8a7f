import type { ModelRequest, PromptBlock } from '../../ports/model';
import type { Alert } from '../alerts/alert';
import type { ChangedFile } from '../diff/changed-file';
import type { Settings } from '../settings/settings';
import type { Skeleton } from '../skeletons/skeleton';
import { alertLines } from './alert-lines';
import type { Candidate } from './candidate';
import type { Chunk } from './chunks';
import { SYSTEM_INSTRUCTIONS } from './instructions/system';
import { CRITIQUE_TASK, customerWords, SWEEP_TASK } from './instructions/tasks';
import { type PromptPiece, piece } from './piece';
import reviewSchema from './review.schema.json';
import { visibleLine } from './visible';

/** Everything that a chunk's requests are made of. */
export interface PromptMaterial {
  /** All files in scope, for the list that begins each piece of a chunked review. */
  files: readonly ChangedFile[];
  chunks: readonly Chunk[];
  skeletons: readonly Skeleton[];
  /** Numbered alerts on changed lines. */
  alerts: readonly Alert[];
  /** The customer's guidance at the target branch; empty if none is set. */
  guidelines: string;
  guidelineFiles: readonly string[];
}

/** The part of a chunk's requests that both passes share byte for byte. */
export interface ChunkPrompt {
  chunk: Chunk;
  pieces: readonly PromptPiece[];
  alerts: readonly Alert[];
}

export function composePrompts(material: PromptMaterial): ChunkPrompt[] {
  return material.chunks.map((chunk) => chunkPrompt(chunk, material));
}

function chunkPrompt(chunk: Chunk, material: PromptMaterial): ChunkPrompt {
  const paths = new Set(chunk.files.map(({ file }) => file.path));
  const files = [...paths];
  const skeletons = material.skeletons.filter(({ path }) => paths.has(path));
  const alerts = material.alerts.filter(({ path }) => paths.has(path));
  const diff = fileList(material) + chunk.files.map(({ text }) => text).join('\n');
  return {
    chunk,
    alerts,
    pieces: [
      ...(material.guidelines === '' ? [] : [piece('guidelines', material.guidelines, material.guidelineFiles)]),
      piece('diff', diff, files),
      piece(
        'skeletons',
        skeletons.map(({ text }) => text).join(''),
        skeletons.map(({ path }) => path),
      ),
      piece('alerts', alertLines(alerts), [...new Set(alerts.map(({ path }) => path))]),
    ],
  };
}

function fileList({ chunks, files }: PromptMaterial): string {
  if (chunks.length < 2) return '';
  const lines = files.map((file) => `     ${visibleLine(file.path)} (${file.change}, +${file.added} -${file.removed})`);
  return `==== all files of this pull request in scope; this part shows some of them\n${lines.join('\n')}\n\n`;
}

export interface RequestOptions {
  /** `1h` when the sweep is expected to take longer than five minutes allow. */
  contentTtl: '5m' | '1h';
  maxOutputTokens: number;
}

type Asked = Pick<Settings, 'model' | 'effort' | 'language' | 'instructions'>;

export function sweepRequest(prompt: ChunkPrompt, settings: Asked, options: RequestOptions): ModelRequest {
  const tail = `${SWEEP_TASK}\n\n${customerWords(settings.language, settings.instructions)}\n`;
  return request('sweep', prompt, tail, settings, options);
}

/** The candidates stand in the tail as one compact array with `id` first: what the critique judges, and nothing else. */
export function critiqueRequest(
  prompt: ChunkPrompt,
  candidates: readonly Candidate[],
  settings: Asked,
  options: RequestOptions,
): ModelRequest {
  const list = JSON.stringify(candidates.map(candidateData));
  const tail = `${CRITIQUE_TASK}\n\n${customerWords(settings.language, settings.instructions)}\n\nCandidates:\n${list}\n`;
  return request('critique', prompt, tail, settings, options);
}

function candidateData(candidate: Candidate) {
  const { id, title, path, range, quote, evidence, severity, category } = candidate;
  return { id, title, path, startLine: range.startLine, endLine: range.endLine, quote, evidence, severity, category };
}

function request(
  pass: string,
  prompt: ChunkPrompt,
  tail: string,
  settings: Asked,
  { contentTtl, maxOutputTokens }: RequestOptions,
): ModelRequest {
  const pieces: PromptBlock[] = prompt.pieces.map(({ text }, index) =>
    index === prompt.pieces.length - 1 ? { text, cache: contentTtl } : { text },
  );
  return {
    label: `${pass} ${prompt.chunk.number}`,
    model: settings.model,
    effort: settings.effort,
    system: [{ text: SYSTEM_INSTRUCTIONS, cache: '1h' }],
    user: [...pieces, { text: tail }],
    schema: reviewSchema,
    maxOutputTokens,
  };
}
