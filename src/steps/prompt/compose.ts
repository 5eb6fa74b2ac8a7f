import { grouped } from '../../grouped';
import type { ModelRequest, PromptBlock } from '../../ports/model';
import { sumOf } from '../../sum-of';
import type { Alert } from '../alerts/alert';
import { type Chunk, type ChunkFile, shownText } from '../chunks/chunk';
import { pathsOf } from '../chunks/copy-places';
import type { ChangedFile } from '../diff/changed-file';
import { hunkSpan } from '../diff/hunk-span';
import { isWithin } from '../diff/line-span';
import { type RelatedCode, relatedText } from '../related/related-code';
import type { SkippedFile } from '../scope/scope';
import { createPlaceholders, withoutSecrets } from '../secrets/placeholders';
import type { Settings } from '../settings/settings';
import type { Skeleton } from '../skeletons/skeleton';
import { alertLines } from './alert-lines';
import type { Candidate } from './candidate';
import { fileList } from './file-list';
import { SYSTEM_INSTRUCTIONS } from './instructions/system';
import { CRITIQUE_TASK, customerWords, RAISED_BEFORE, SWEEP_TASK } from './instructions/tasks';
import { type PromptPiece, piece, pieceBytes } from './piece';
import reviewSchema from './review.schema.json';
import { unshownFiles } from './unshown-files';

/** Everything that a chunk's requests are made of. */
export interface PromptMaterial {
  /** All files in scope, for the list that begins each piece of a chunked review. */
  files: readonly ChangedFile[];
  /** Files of the change that are not reviewed, and why; some are named, so that nobody takes them for missing. */
  skipped?: readonly SkippedFile[];
  chunks: readonly Chunk[];
  skeletons: readonly Skeleton[];
  /** Alerts of the run; those with an id are shown. */
  alerts: readonly Alert[];
  /** The customer's guidance at the target branch; empty if none is set. */
  guidelines: string;
  guidelineFiles: readonly string[];
  /** Code of unchanged files; absent where it was not asked for. */
  related?: readonly RelatedCode[];
  /** Problems of earlier reviews that the critique is to look at again. */
  raised?: readonly Candidate[];
}

/** What the part of a chunk's requests is made of that both passes share byte for byte; its texts are made by `piecesOf`. */
export interface ChunkPrompt {
  chunk: Chunk;
  /** The files of the pull request, in a few words each; one text for all chunks of a run. */
  list: string;
  skeletons: readonly Skeleton[];
  alerts: readonly Alert[];
  raised: readonly Candidate[];
  /** UTF-8 length of all pieces. */
  bytes: number;
  /** What other chunks can be made of, when this one turns out to be too much. */
  material: PromptMaterial;
}

export function composePrompts(material: PromptMaterial): ChunkPrompt[] {
  const skeletons = new Map(material.skeletons.map((skeleton) => [skeleton.path, skeleton]));
  const shownAlerts = material.alerts.filter(({ id, kept }) => id !== undefined && kept !== true);
  const alerts = grouped(shownAlerts, ({ path }) => path);
  const isWhole = material.chunks.length < 2 && material.chunks[0]?.files.length === material.files.length;
  const list = (isWhole ? '' : fileList(material.files)) + unshownFiles(material.skipped ?? []);
  return material.chunks.map((chunk) => chunkPrompt(chunk, list, material, skeletons, alerts));
}

/** The prompt of one chunk that was not planned from the start. */
export function composePrompt(chunk: Chunk, material: PromptMaterial): ChunkPrompt {
  const [prompt] = composePrompts({ ...material, chunks: [chunk] });
  if (prompt === undefined) throw new Error('one chunk makes one prompt');
  return { ...prompt, material };
}

function chunkPrompt(
  chunk: Chunk,
  list: string,
  material: PromptMaterial,
  skeletonOf: ReadonlyMap<string, Skeleton>,
  alertsOf: ReadonlyMap<string, readonly Alert[]>,
): ChunkPrompt {
  const skeletons = chunk.files.flatMap(({ file }) => skeletonOf.get(file.path) ?? []);
  const alerts = chunk.files.flatMap((shown) => alertsIn(shown, alertsOf.get(shown.file.path) ?? []));
  const prompt = { chunk, list, skeletons, alerts, raised: raisedIn(chunk, material.raised ?? []), material };
  return { ...prompt, bytes: bytesOf(prompt) };
}

/** The pieces in their order: what all parts of a run share comes first, so that one part can read what another has written. They are made anew at each call, so that only what is asked about is held, and no longer than that. */
export function piecesOf({ chunk, list, skeletons, alerts, material }: Omit<ChunkPrompt, 'bytes'>): PromptPiece[] {
  return [
    ...(material.guidelines === '' ? [] : [piece('guidelines', material.guidelines, material.guidelineFiles)]),
    ...(list === '' ? [] : [piece('files', list, [])]),
    piece('diff', chunk.files.map(shownText).join('\n'), pathsOf(chunk.files)),
    piece(
      'skeletons',
      skeletons.map(({ text }) => text).join(''),
      skeletons.map(({ path }) => path),
    ),
    piece('alerts', alertLines(alerts), [...new Set(alerts.map(({ path }) => path))]),
    ...(material.related === undefined ? [] : [relatedPiece(material.related, chunk)]),
  ];
}

/** Of the pieces, without making them. */
function bytesOf({ chunk, list, skeletons, alerts, material }: Omit<ChunkPrompt, 'bytes'>): number {
  const diff = sumOf(chunk.files, ({ bytes }) => bytes) + Math.max(0, chunk.files.length - 1);
  return (
    partsShareBytes({ list, material }) +
    pieceBytes('diff', diff) +
    pieceBytes(
      'skeletons',
      sumOf(skeletons, ({ text }) => Buffer.byteLength(text)),
    ) +
    pieceBytes('alerts', Buffer.byteLength(alertLines(alerts))) +
    (material.related === undefined ? 0 : relatedPiece(material.related, chunk).bytes)
  );
}

/** UTF-8 bytes of what stands before the diff, the same in all parts of a run. */
export function partsShareBytes({ list, material: { guidelines } }: Pick<ChunkPrompt, 'list' | 'material'>): number {
  return (
    (guidelines === '' ? 0 : pieceBytes('guidelines', Buffer.byteLength(guidelines))) +
    (list === '' ? 0 : pieceBytes('files', Buffer.byteLength(list)))
  );
}

/** What explains the files of this chunk. */
function relatedPiece(related: readonly RelatedCode[], chunk: Chunk): PromptPiece {
  const files = new Set(chunk.files.map(({ file }) => file.path));
  const shown = related.filter(({ usedBy }) => usedBy.some((path) => files.has(path)));
  return piece('related', relatedText(shown), [...new Set(shown.map(({ path }) => path))]);
}

/** Only where the chunk shows their lines: nothing else could tell what became of them. */
function raisedIn({ files }: Chunk, raised: readonly Candidate[]): Candidate[] {
  return raised.filter(({ path, range }) =>
    files.some(({ file, from, to, hunks }) => {
      const isHere = file.path === path && range.startLine >= from && range.startLine <= to;
      return isHere && hunks.some((hunk) => isWithin(range, hunkSpan(hunk, 'new')));
    }),
  );
}

/** An alert is judged once: by the part of a file that answers for its lines, by the first part where it has none. */
function alertsIn({ from, to }: ChunkFile, alerts: readonly Alert[]): readonly Alert[] {
  return alerts.filter(({ range }) => {
    const line = range?.startLine ?? 0;
    return line >= from && line <= to;
  });
}

export interface RequestOptions {
  /** How long the shared part is kept for the critique; `none` where nothing will read it. */
  contentTtl: '5m' | '1h' | 'none';
  /** False where nothing will read the instructions either. */
  keepsSystem?: boolean;
  /** True where other parts of the run read what stands before the diff. */
  keepsShared?: boolean;
  maxOutputTokens: number;
  /** Set when another model than the usual one is asked. */
  model?: string;
}

/** UTF-8 bytes of what all requests begin with: the answer's schema and the instructions. */
export const SHARED_BYTES = Buffer.byteLength(JSON.stringify(reviewSchema)) + Buffer.byteLength(SYSTEM_INSTRUCTIONS);

type Asked = Pick<Settings, 'model' | 'effort' | 'language' | 'instructions'>;

export function sweepRequest(prompt: ChunkPrompt, settings: Asked, options: RequestOptions): ModelRequest {
  return request('sweep', prompt, sweepTail(settings), settings, options);
}

/** The candidates stand in the tail as one compact array with `id` first: what the critique judges, and nothing else. */
export function critiqueRequest(
  prompt: ChunkPrompt,
  candidates: readonly Candidate[],
  settings: Asked,
  options: RequestOptions,
): ModelRequest {
  return request('critique', prompt, critiqueTail(settings, candidates), settings, options);
}

type Words = Pick<Settings, 'language' | 'instructions'>;

/** What earlier reviews and the customer say of the code passes the filter that the code itself has passed; the words between are ours. */
export function sweepTail({ language, instructions }: Words): string {
  return `${SWEEP_TASK}\n\n${withoutSecrets(customerWords(language, instructions))}\n`;
}

export function critiqueTail({ language, instructions }: Words, candidates: readonly Candidate[]): string {
  const placeholders = createPlaceholders();
  const words = withoutSecrets(customerWords(language, instructions), placeholders);
  const list = withoutSecrets(JSON.stringify(candidates.map(candidateData)), placeholders);
  const again = candidates.some(({ raisedIn }) => raisedIn !== undefined) ? `\n\n${RAISED_BEFORE}` : '';
  return `${CRITIQUE_TASK}${again}\n\n${words}\n\nCandidates:\n${list}\n`;
}

/** Everything that would be posted, and what it rests on. */
function candidateData(candidate: Candidate) {
  const { id, title, path, range, quote, evidence, severity, category, body, replacement, raisedIn, areLinesGone } =
    candidate;
  const place = { path, side: range.side, startLine: range.startLine, endLine: range.endLine };
  const again = raisedIn === undefined ? {} : { raisedBefore: true, ...(areLinesGone ? { linesGone: true } : {}) };
  return { id, title, ...place, quote, evidence, severity, category, body, replacement, ...again };
}

function request(
  pass: string,
  prompt: ChunkPrompt,
  tail: string,
  { model, effort }: Asked,
  options: RequestOptions,
): ModelRequest {
  const { keepsSystem = true, maxOutputTokens, model: other } = options;
  const made = piecesOf(prompt);
  const marks = marksOf(made, options);
  const pieces = made.map(({ name, text, files }, index): PromptBlock => {
    const cache = marks.get(index);
    return cache === undefined ? { name, text, files } : { name, text, files, cache };
  });
  return {
    label: `${pass} ${prompt.chunk.number}`,
    model: other ?? model,
    effort,
    system: [{ name: 'system', text: SYSTEM_INSTRUCTIONS, ...(keepsSystem ? { cache: '1h' as const } : {}) }],
    user: [...pieces, { name: 'task', text: tail }],
    schema: reviewSchema,
    maxOutputTokens,
  };
}

/** By the place of the piece behind which a mark stands. A mark for five minutes may not stand before one for an hour. */
function marksOf(pieces: readonly PromptPiece[], { contentTtl, keepsShared = false }: RequestOptions) {
  const marks = new Map<number, '5m' | '1h'>();
  const shared = pieces.findIndex(({ name }) => name === 'diff') - 1;
  if (keepsShared && shared >= 0) marks.set(shared, contentTtl === '1h' ? '1h' : '5m');
  if (contentTtl !== 'none') marks.set(pieces.length - 1, contentTtl);
  return marks;
}
