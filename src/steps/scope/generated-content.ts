import { cutText } from '../../cut-text';

/** Kinds of files that tools write without a comment: their shape says it. */
const SHAPES: readonly (readonly [name: RegExp, head: RegExp, sign: string])[] = [
  // Compiled Bicep: the compiler leaves its name and a hash of the template in the metadata.
  [/\.json$/i, /"_generator"\s*:\s*\{\s*"name"\s*:\s*"bicep"/, '"_generator": bicep'],
  // Strings of pipeline tasks, written from task.json for every language.
  [/(?:^|\/)resources\.resjson$/i, /^\s*\{\s*"loc\./, 'strings of a task.json'],
  [/(?:^|\/)task\.loc\.json$/i, /"ms-resource:loc\./, 'a task.json with references to its strings'],
  // Translations that are kept in step with a source file by a tool.
  [/\.xlf$/i, /<xliff\b[\s\S]{0,2000}<file\b[^>]{0,500}\boriginal="/, 'translation units of a source file'],
  // Entity Framework: the snapshot and the second half of a migration.
  [
    /\.cs$/i,
    /^[^"]{0,3000}\[DbContext\(typeof\([\s\S]{0,300}\bprotected override void Build(?:Target)?Model\(ModelBuilder/,
    'an Entity Framework model',
  ],
  // What .NET's resource and service tools write.
  [
    /\.(?:cs|vb)$/i,
    /\[(?:global::)?System\.CodeDom\.Compiler\.GeneratedCode(?:Attribute)?\("/,
    'GeneratedCode attribute',
  ],
  [/(?:^|\/)(?:package-info|R)\.java$/, /\/\* AUTO-GENERATED FILE\. {2}DO NOT MODIFY\./, 'AUTO-GENERATED FILE'],
  [
    /\.(?:unity|prefab|asset|mat|controller|anim|physicMaterial|lighting)$/i,
    /^%YAML 1\.1\s+%TAG !u! tag:unity3d\.com/,
    'a Unity asset',
  ],
  [/\.meta$/i, /^fileFormatVersion: \d+\s+guid: [0-9a-f]{32}/, 'a Unity meta file'],
  // A lock file under another name.
  [/\.json$/i, /^\s*\{[^{}]{0,400}"lockfileVersion"\s*:\s*\d/, 'lockfileVersion'],
  // What a GraphQL server says of itself.
  [/\.json$/i, /^\s*\{\s*(?:"data"\s*:\s*\{\s*)?"__schema"\s*:\s*\{/, 'a GraphQL schema, introspected'],
  [/\.json$/i, /^\s*\{\s*"(?:swagger|openapi)"\s*:\s*"[\d.]+"[\s\S]{0,2000}"x-generator"\s*:/, 'x-generator'],
];
const HEAD = 20_000;

/** What in the content itself, which is read where the name may have such a shape, says that a tool wrote it, or null. */
export function generatedContent(path: string, textOf: () => string): string | null {
  const named = SHAPES.filter(([name]) => name.test(path));
  if (named.length === 0) return null;
  const head = cutText(textOf(), HEAD);
  return named.find(([, shape]) => shape.test(head))?.[2] ?? null;
}
