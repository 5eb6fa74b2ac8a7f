import { PATH, withoutPlaces } from './lead';

const ASSIGNED = new RegExp(
  `(?:^|[\\s;{(])(?:export|local|readonly|set|const|let|var|ENV|ARG)?\\s{0,4}\\$?(\\w{1,60})\\s{0,4}[:?+]{0,2}=\\s{0,4}["'\`]?${PATH}`,
);
const STARTED =
  /(?:^|[\s;&|("'`@])(?:(?:ba|z|da|k)?sh|node|python[\d.]{0,5}|ruby|perl|php|pwsh|source|\.|&|exec|eval)(?:\s{1,4}-\S{1,20}){0,3}\s{1,4}["']?\$[({]?(\w{1,60})|\b(?:require|eval|exec|fork|execFile(?:Sync)?|spawn(?:Sync)?|execfile|run_path|dofile|load)\s{0,3}\(\s{0,3}(?:open\s{0,3}\(|(?:fs\.)?readFileSync\s{0,3}\()?\$?(\w{1,60})/gm;

/** Names of variables of which a line of this text starts what they name. */
export function startedNames(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(STARTED)].flatMap(([, one, other]) => one ?? other ?? []));
}

/** The variable to which a line gives the name that stands behind this. */
export function assignedTo(lead: string): string | undefined {
  return ASSIGNED.exec(lead)?.[1] ?? ASSIGNED.exec(withoutPlaces(lead))?.[1];
}

const LOOP = /\bfor\s{1,4}(\w{1,60})\s{1,4}in\s{1,4}([^;\n]{1,200})/g;
const PARTS = /\brun-parts(?:\s{1,4}-\S{1,30}){0,4}\s{1,4}["']?([^\s"';|&]{1,200})/g;

/** Whether a file lies in a folder of which this text starts whatever lies there, be it in a loop; absent where it starts none. */
export function startedFolders(text: string): ((path: string) => boolean) | undefined {
  const loops = [...text.matchAll(LOOP)];
  const started = loops.length === 0 ? new Set<string>() : startedNames(text);
  const lists = loops.filter(([, name = '']) => started.has(name)).flatMap(([, , list = '']) => list.split(/\s+/));
  const globs = new Set(
    [
      ...lists.filter((word) => word.includes('*')),
      ...[...text.matchAll(PARTS)].map(([, folder]) => `${folder}/*`),
    ].map((word) => word.replace(/["']/g, '')),
  );
  if (globs.size === 0) return undefined;
  return globs.size > MOST_GLOBS ? () => true : (path) => [...globs].some((glob) => isWithin(path, glob));
}

/** No script goes through more; of one that does, each of thousands of files would be compared with all of them, so that it may start any. */
const MOST_GLOBS = 100;

/** Where the text stands when it runs, nobody knows. */
function isWithin(path: string, glob: string): boolean {
  const folder = glob.slice(0, glob.indexOf('*')).replace(/^(?:[^/]*\$[^/]*|\.{1,2})?\/(?:\.{1,2}\/)*/, '');
  const ending = glob.slice(glob.lastIndexOf('*') + 1);
  const at = `/${path}`.lastIndexOf(`/${folder}`);
  return folder.length > 1 && at >= 0 && path.endsWith(ending);
}
