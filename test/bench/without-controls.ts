import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'esbuild';

const SOURCES = join(__dirname, '..', '..', 'src');

/** What stands in for a file of a control: the same exports, which let everything pass. Files that only it imports leave the bundle. */
type StandIns = Readonly<Record<string, string>>;

/**
 * The controls of a hostile pull request by name. Not among them is what costs nothing that could be measured: limits, which compare
 * two numbers, the access log, an entry for each request, and what only reports of other tools or an earlier review ask for.
 */
export const CONTROLS: Readonly<Record<string, StandIns>> = {
  'secrets of the change': {
    'steps/secrets/hide-secrets.ts': `export const hideSecrets = (files, contents) =>
        ({ files, contents: new Map(contents), beyond: [], committed: [], moved: [], leads: [], replaced: new Map(), values: [], hideIn: (text) => text, hideInAnswer: (text) => text });
      export const findInFiles = (files, contents) => ({ files, contents, beyond: [], looked: [] });
      export const findSpread = () => [];
      export const hideFound = ({ files, contents }) => hideSecrets(files, contents);`,
    'steps/secrets/clues.ts': `export const NO_CLUES = { hasAwsId: false };
      export const cluesIn = () => NO_CLUES;
      export const allClues = () => NO_CLUES;`,
    'steps/secrets/find-secrets.ts': `export const findSecrets = () => [];
      export const findAll = () => [];
      export const bytesOf = () => new Uint8Array();
      export const placesToLook = () => 0;
      export const findByRule = () => [];
      export const apart = (found) => found;`,
    'steps/secrets/secret-files.ts': `export const findInSecretFile = () => [];
      export const findInFile = () => [];
      export const findInFileOrCode = () => [];
      export const fileWithoutSecrets = (text) => text;
      export const maskedFile = (text) => ({ source: text, text, parts: [] });`,
    'steps/alerts/without-secrets.ts': 'export const alertsWithoutSecrets = (alerts) => alerts;',
    'steps/findings/answer-without-secrets.ts': `export const answerWithoutSecrets = (answer) => answer;
      export const wasShown = () => () => true;`,
  },
  'secrets of the run': {
    'wiring/outbound-guard.ts': `export const createOutboundGuard = () =>
      ({ host: (host) => host, model: (model) => model, told: () => [], keptFromModel: () => [] });`,
    'adapters/http/mask.ts':
      'export const createMask = () => ({ add() {}, hide: (text) => text, finds: () => false });',
  },
  'signs in the change': {
    'steps/alerts/own-warnings.ts': 'export const ownWarnings = () => [];',
    'stages/check-locks.ts': 'export const checkLocks = async () => ({ alerts: [], gaps: [] });',
    'steps/alerts/hidden-characters.ts': `export const mayHide = () => false;
      export const hiddenIn = () => [];`,
    'steps/alerts/steering-settings.ts': 'export const steeringSettings = () => [];',
    'steps/alerts/line-directives.ts': `export const lineDirectives = () => [];
      export const leadingLines = () => [];
      export const isLedElsewhere = () => false;
      export const MAX_OF_FILE = 0;
      export const fileName = (path) => path;`,
    'steps/alerts/suppression.ts': `export const addedSuppressions = () => [];
      export const isSilenced = () => false;
      export const markerIn = () => undefined;
      export const suppressionFile = () => undefined;`,
  },
  'signed memory': {
    'steps/threads/signature.ts': `export const signatureOf = (parts, { key }) => (key === null ? undefined : '00');
      export const trustIn = (parts, signature) => (signature === undefined ? 'unsigned' : 'signed');`,
    'steps/threads/memory-doubts.ts': `export const LOST = 'memory-lost';
      export const SET_BACK = 'memory-set-back';
      export const memoryDoubts = () => [];
      export const memoryTimesIn = () => ({ newest: 0, over: 0, alone: [] });
      export const writtenAfter = (times, now) => now;
      export const failuresOf = () => undefined;
      export const vanishedThreads = () => [];`,
    'steps/threads/tampering.ts': `export const KEYLESS = '';
      export const tamperingNotes = () => [];
      export const foreignStatusNotes = () => [];`,
    'steps/triage/code-print.ts': `export const printOf = () => '';
      export const placesAmong = () => [];
      export const printStarts = () => [];
      export const printsLike = () => [];
      export const shapeOf = () => '';
      export const roomForPrints = () => ({ left: 0 });
      export const startOfPrint = () => '';`,
    'steps/triage/file-print.ts': `export const filePrintOf = () => '';
      export const isFilePrint = () => false;
      export const isPrintedFile = () => false;
      export const isSamePrint = () => false;
      export const withCopiesOf = (print) => print;`,
  },
  'places that are trusted': {
    'adapters/http/outbound.ts': 'export const checkOutgoing = () => {};',
    'wiring/named-hosts.ts': 'export const namedHosts = () => () => true;',
    'adapters/azure-pipelines/stray-variables.ts':
      'export const removeStrayVariables = () => ({ notes: [], warnings: [], isTrustForeign: false });',
    'adapters/process/find-programs.ts': `import { accessSync, constants } from 'node:fs';
      import { join } from 'node:path';
      import { programFile } from './search-places';
      export const trustedPlaces = async (folders) => ({ folders, untrusted: [], windowsFolder: '' });
      export const realOrSame = async (path) => path;
      export const findPrograms = async (name, { folders }) =>
        folders.map((folder) => join(folder, programFile(name))).filter(isThere).map((path) => ({ path, real: path }));
      const isThere = (path) => {
        try {
          accessSync(path, constants.X_OK);
          return true;
        } catch {
          return false;
        }
      };`,
  },
};

/** Bundles without these controls; fails where one has exports that its stand-in lacks. */
export function withoutControls(names: readonly string[]): Plugin {
  const standIns = new Map(names.flatMap((name) => Object.entries(CONTROLS[name] ?? {})));
  return {
    name: 'without-controls',
    setup(bundle) {
      bundle.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const contents = standIns.get(relative(SOURCES, path).split(sep).join('/'));
        return contents === undefined ? undefined : { contents: complete(path, contents), loader: 'ts' };
      });
    },
  };
}

/** What stand-ins lack of the exports of their files, as `file: names`. */
export function lackingExports(): string[] {
  return Object.values(CONTROLS).flatMap((standIns) =>
    Object.entries(standIns).flatMap(([path, standIn]) => {
      const missing = missingIn(standIn, join(SOURCES, path));
      return missing.length === 0 ? [] : [`${path}: ${missing.join(', ')}`];
    }),
  );
}

function complete(path: string, standIn: string): string {
  const missing = missingIn(standIn, path);
  if (missing.length > 0) throw new Error(`the stand-in of ${path} lacks ${missing.join(', ')}`);
  return standIn;
}

function missingIn(standIn: string, path: string): string[] {
  const there = new Set(exportsOf(standIn));
  return exportsOf(readFileSync(path, 'utf8')).filter((name) => !there.has(name));
}

function exportsOf(text: string): string[] {
  return [...text.matchAll(/^\s*export (?:async )?(?:function\*?|const|class) (\w+)/gm)].map(([, name = '']) => name);
}
