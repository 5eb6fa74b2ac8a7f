import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { CTAGS_KINDS, ctagsDefinitions } from './skeletons-ctags';
import type { CorpusFile } from './skeletons-files';
import { typescriptDefinitions } from './skeletons-typescript';

/** What somebody else says is declared on a line. */
export interface Definition {
  line: number;
  name: string;
  kind: string;
}

export interface Oracle {
  name: string;
  /** Definitions by file, in the order of the files. */
  definitions(files: readonly CorpusFile[]): Definition[][];
}

/** Line patterns for what no other tool reads; the name is the first group that matched. */
const LINE_PATTERNS: Readonly<Record<string, RegExp>> = {
  bicep: /^(?:param|var|resource|module|output|type|func)\s+(\w+)/,
  yaml: /^\s*-\s+(stage|job|deployment|task|template|checkout|bash|script|pwsh|powershell|publish|download):/,
  razor: /^\s*@(page|model|inject|inherits|implements|layout|namespace|typeparam|attribute|rendermode|section)\b/,
  terraform: /^(resource|data|module|variable|output|provider|terraform|locals|moved|import|check|removed)\b[^{=]*\{/,
  visualbasic:
    /^\s*(?:<[^>]*>\s*)?(?:(?:Public|Private|Protected|Friend|Shared|Overridable|Overrides|MustOverride|NotOverridable|Overloads|Shadows|Partial|MustInherit|NotInheritable|Async|Iterator|ReadOnly|WriteOnly|Default|Const|WithEvents|Declare)\s+)+(?:(?:Class|Module|Structure|Interface|Enum|Sub|Function|Property|Event|Delegate\s+(?:Sub|Function)|Operator)\s+)?(\w+)/i,
  swift:
    /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|private|internal|fileprivate|open|static|final|class|override|mutating|indirect|convenience|required|nonisolated)(?:\(set\))?\s+)*(?:class|struct|enum|protocol|extension|actor|func|typealias|associatedtype)\s+(\w+)/,
  scala:
    /^\s*(?:(?:private|protected|override|implicit|final|sealed|abstract|case|lazy|inline|given)(?:\[\w+\])?\s+)*(?:class|trait|object|def|type)\s+(\w+)/,
};

/** The oracle of a language, or null where there is none. */
export function oracleOf(language: string, typescriptFolder: string | undefined): Oracle | null {
  if (['typescript', 'tsx', 'javascript'].includes(language)) return typescriptOracle(typescriptFolder);
  if (language === 'python') return { name: 'ast', definitions: pythonDefinitions };
  if (language in CTAGS_KINDS) return { name: 'ctags', definitions: (files) => ctagsDefinitions(files, language) };
  const pattern = LINE_PATTERNS[language];
  return pattern
    ? { name: 'lines', definitions: (files) => files.map((file) => lineDefinitions(file, pattern)) }
    : null;
}

function typescriptOracle(folder: string | undefined): Oracle | null {
  if (!folder) return null;
  const compiler = createRequire(join(folder, 'package.json'))(folder);
  return { name: 'tsc', definitions: (files) => files.map((file) => typescriptDefinitions(compiler, file)) };
}

function lineDefinitions({ content }: CorpusFile, pattern: RegExp): Definition[] {
  return textOf(content)
    .split('\n')
    .flatMap((line, index) => {
      const name = pattern.exec(line)?.[1];
      return name ? [{ line: index + 1, name, kind: 'line' }] : [];
    });
}

const PYTHON = `
import ast, json, sys
def names(target):
    if isinstance(target, ast.Name): return [target.id]
    if isinstance(target, (ast.Tuple, ast.List)): return [n for e in target.elts for n in names(e)]
    return []
def walk(body, out):
    for node in body:
        if isinstance(node, ast.ClassDef):
            out.append([node.lineno, node.name, 'class']); walk(node.body, out)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            out.append([node.lineno, node.name, 'function'])
        elif isinstance(node, ast.Assign):
            out.extend([node.lineno, n, 'variable'] for t in node.targets for n in names(t))
        elif isinstance(node, ast.AnnAssign):
            out.extend([node.lineno, n, 'variable'] for n in names(node.target))
        else:
            for field in ('body', 'orelse', 'finalbody'): walk(getattr(node, field, None) or [], out)
            for handler in getattr(node, 'handlers', None) or []: walk(handler.body, out)
result = []
for path in json.load(sys.stdin):
    out = []
    try: walk(ast.parse(open(path, 'rb').read()).body, out)
    except (SyntaxError, ValueError): pass
    result.append(out)
json.dump(result, sys.stdout)
`;

function pythonDefinitions(files: readonly CorpusFile[]): Definition[][] {
  return inFolder(files, (paths) => {
    const output = execFileSync('python3', ['-c', PYTHON], { input: JSON.stringify(paths), maxBuffer: 1 << 28 });
    const found: [number, string, string][][] = JSON.parse(output.toString());
    return found.map((file) => file.map(([line, name, kind]) => ({ line, name, kind })));
  });
}

/** Runs a tool on the files as UTF-8 with line feeds in a folder of their own. */
export function inFolder<Result>(files: readonly CorpusFile[], read: (paths: string[]) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'second-pass-bench-'));
  try {
    const paths = files.map(({ path, content }, index) => {
      const at = join(folder, `${index}${extname(path)}`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(at, textOf(content));
      return at;
    });
    return read(paths);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Oracles read UTF-8 with line feeds alone. */
export function textOf(content: Buffer): string {
  const text = content[0] === 0xff && content[1] === 0xfe ? content.toString('utf16le', 2) : content.toString('utf8');
  return text.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n');
}
