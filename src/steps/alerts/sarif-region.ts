import type { SarifRegion } from './sarif-result';
import { type Loose, member, whole } from './untyped-json';

/** The region of a result; undefined means the whole file. Lines win over characters, characters over bytes. */
export function regionOf(region: unknown, run: Loose): SarifRegion | undefined {
  return byLines(region) ?? byCharacters(region, run) ?? byBytes(region);
}

function byLines(region: unknown): SarifRegion | undefined {
  const startLine = whole(member(region, 'startLine'), 1);
  if (startLine === undefined) return undefined;
  const endLine = Math.max(startLine, whole(member(region, 'endLine'), 1) ?? startLine);
  const startColumn = whole(member(region, 'startColumn'), 1);
  const endColumn = whole(member(region, 'endColumn'), 1);
  return {
    kind: 'lines',
    startLine,
    // The end column is exclusive: column 1 of a later line covers nothing of that line.
    endLine: endColumn === 1 && endLine > startLine ? endLine - 1 : endLine,
    ...(startColumn === undefined ? {} : { startColumn }),
    ...(endColumn === undefined ? {} : { endColumn }),
  };
}

function byCharacters(region: unknown, run: Loose): SarifRegion | undefined {
  const offset = whole(member(region, 'charOffset'), 0);
  if (offset === undefined) return undefined;
  const length = whole(member(region, 'charLength'), 0) ?? 0;
  const unit = member(run, 'columnKind') === 'unicodeCodePoints' ? 'codePoints' : 'utf16';
  return { kind: 'characters', offset, length, unit };
}

function byBytes(region: unknown): SarifRegion | undefined {
  const offset = whole(member(region, 'byteOffset'), 0);
  if (offset === undefined) return undefined;
  return { kind: 'bytes', offset, length: whole(member(region, 'byteLength'), 0) ?? 0 };
}
