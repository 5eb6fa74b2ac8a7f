import { cutText } from '../../cut-text';
import type { ChangedFile } from '../diff/changed-file';
import type { SideTexts } from './line-texts';

/** Settings of one file that say what tools warn of, and the lines on which the pull request changes them. */
export interface SteeringSettings {
  path: string;
  names: readonly string[];
  /** At the source commit; empty where lines were only taken away. */
  lines: readonly number[];
}

/** What a file is called, in small letters: its path, its name, and what stands behind the last dot of the name. */
interface Called {
  path: string;
  name: string;
  ending: string;
}

interface Kind {
  files: (called: Called) => boolean;
  /** What on a changed line is such a setting. */
  setting?: RegExp;
  /** Parts of the file that hold nothing else. */
  section?: RegExp;
}

const isOfJava = named('pom.xml', 'build.xml', 'gradle.properties', 'build.sbt');
const isOfMake = named(
  ...['cmakelists.txt', 'gnumakefile', 'makefile', 'makefile.am', 'configure.ac', 'meson.build', 'build'],
  ...['build.bazel', 'sconstruct', '.bazelrc'],
);

/** Files that hold much besides; those that hold nothing else are known by their names. */
const KINDS: readonly Kind[] = [
  {
    files: ({ ending }) => ending.endsWith('proj') || ['props', 'targets', 'user', 'rsp'].includes(ending),
    setting:
      /\b(?:NoWarn|Disabled?(?:Specific)?Warnings|WarningLevel|Treat(?:Specific)?Warnings?As\w+|Warnings(?:Not)?As\w+|MSBuild(?:TreatWarnings|Warnings)\w+|CodeAnalysis\w+|RunAnalyzers\w{0,30}|RunCodeAnalysis|EnableNETAnalyzers|EnableCodeStyle|EnforceCodeStyleInBuild|Analysis(?:Level|Mode)\w{0,30}|NuGetAudit\w{0,30}|Nullable|OptionStrict|ErrorLog|GlobalAnalyzerConfigFiles|EditorConfigFiles|Analyzer\s+Remove|EnablePREfast|SDLCheck|SonarQube\w+)\b|[-/](?:nowarn|warnaserror-|analyzer)\b/i,
  },
  {
    files: named('pyproject.toml', 'cargo.toml'),
    section:
      /^(?:tool\.(?:ruff|pylint|mypy|bandit|flake8|pyright|basedpyright|pyre|pytype|semgrep|vulture|prospector|pycodestyle|pydocstyle|pip-audit|codespell)|(?:workspace\.)?lints)\b/i,
  },
  {
    files: named('setup.cfg', 'tox.ini'),
    section: /^(?:flake8|pylint|mypy|bandit|pycodestyle|pydocstyle|pytype|pyre|pep8)\b/i,
  },
  {
    files: ({ name, ending }) => ending === 'json' && (name.startsWith('tsconfig') || name.startsWith('jsconfig')),
    setting:
      /"(?:strict\w*|noImplicit\w+|noUnused\w+|noUnchecked\w+|noFallthrough\w+|noPropertyAccess\w+|exactOptional\w+|alwaysStrict|useUnknownInCatchVariables|skip(?:Default)?LibCheck|checkJs|allowUn\w+)"\s*:/,
  },
  {
    files: named('package.json'),
    setting:
      /"(?:eslintConfig|eslintIgnore|xo|standard|semistandard|stylelint|jshintConfig|oxlint|biome|auditConfig|ignoreCves|ignoreGhsas)"\s*:|"[^"]{1,100}"\s*:\s*(?:\[\s*)?"off"/,
  },
  {
    files: (called) => isOfJava(called) || called.ending === 'gradle' || called.name.endsWith('.gradle.kts'),
    setting:
      /\b(?:spotbugs|findbugs|pmd|checkstyle|dependency-?check|sonar|detekt|ktlint|errorprone)\.(?:skip|exclusions|ignore\w*)|<(?:failOn(?:Error|Violation|Warning)|failsOnError|excludeFilterFile|suppressions?(?:File|Location)s?|failBuildOnCVSS)>|\b(?:is)?ignoreFailures\b|\b(?:excludeFilter|suppressionFiles?|failBuildOnCVSS|abortOnError|checkReleaseBuilds|allWarningsAsErrors|suppressWarnings|warningsAsErrors|lintConfig)\b|\bsonar\.\w{1,40}|-X(?:lint|ep)\b|-nowarn\b/,
  },
  {
    files: (called) => isOfMake(called) || ['cmake', 'mk', 'bzl'].includes(called.ending),
    setting:
      /(?:^|[\s"'=(,:;])(?:-w(?=$|[\s"'),;])|-Wno-[\w-]+|-Wno-error\S*|-fno-sanitize\S*|-fno-stack-protector|\/W0|\/wd\d+|\/analyze-)|\b(?:C|CXX)_(?:CLANG_TIDY|CPPCHECK|INCLUDE_WHAT_YOU_USE)\b/,
  },
  {
    files: ({ path }) => `/${path}`.endsWith('/.cargo/config') || `/${path}`.endsWith('/.cargo/config.toml'),
    setting: /--cap-lints|-A\s?[\w:]+|\brustflags\b/,
  },
];

const MAX_LENGTH = 2_000;
const MAX_OF_FILE = 1_000;
/** What makes a tool warn of more needs no word. */
const STRICTER =
  /^\s*<(?:Nullable>enable|(?:TreatWarningsAsErrors|EnableNETAnalyzers|RunAnalyzers\w{0,30}|EnforceCodeStyleInBuild|NuGetAudit)>true|AnalysisLevel>latest(?:-all|-recommended)?|AnalysisMode>(?:All|Recommended))</i;
const HEADER = /^\s*\[{1,2}\s*([^\]]{1,200})\]/;

/** Changed settings that decide which warnings count, by file. */
export function steeringSettings(files: readonly ChangedFile[], { after, before }: SideTexts): SteeringSettings[] {
  return files.flatMap((file) => {
    const called = calledOf(file.path);
    const kind = KINDS.find(({ files: areOf }) => areOf(called));
    if (kind === undefined || file.change === 'deleted') return [];
    const sides = {
      added: settingOf(kind, after.get(file.path)?.lines),
      removed: settingOf(kind, before.get(file.oldPath ?? file.path)?.lines),
    };
    return found(file, sides);
  });
}

function named(...names: readonly string[]): Kind['files'] {
  return ({ name }) => names.includes(name);
}

function calledOf(path: string): Called {
  const small = path.toLowerCase();
  const name = small.slice(small.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return { path: small, name, ending: dot < 0 ? '' : name.slice(dot + 1) };
}

/** The setting that stands on a line, if one does. */
type SettingOf = (text: string, line: number) => string | undefined;

function found({ path, hunks }: ChangedFile, sides: Record<'added' | 'removed', SettingOf>): SteeringSettings[] {
  const changed = hunks.flatMap(({ lines }) => lines).filter(({ kind }) => kind !== 'context');
  const told = changed.flatMap(({ kind, text, oldLine, newLine }) => {
    if (kind === 'context' || (kind === 'added' && STRICTER.test(text))) return [];
    const name = sides[kind](cutText(text, MAX_LENGTH), newLine ?? oldLine ?? 0);
    return name === undefined ? [] : [{ name, newLine }];
  });
  if (told.length === 0) return [];
  const first = told.slice(0, MAX_OF_FILE);
  return [
    {
      path,
      names: [...new Set(first.map(({ name }) => name))],
      lines: first.flatMap(({ newLine }) => (newLine === null ? [] : [newLine])),
    },
  ];
}

function settingOf({ setting, section }: Kind, lines: readonly string[] = []): SettingOf {
  const sections = section === undefined ? [] : sectionsOf(lines);
  return (text, line) => {
    const match = setting?.exec(text)?.[0];
    if (match !== undefined) return cutText(match.replace(/[^\w./*@-]+/g, ' ').trim(), 60);
    const own = sections[line - 1];
    return own !== undefined && text.trim() !== '' && section?.test(own) ? `[${cutText(own, 60)}]` : undefined;
  };
}

/** For each line the section that it stands in. */
function sectionsOf(lines: readonly string[]): string[] {
  let section = '';
  return lines.map((text) => {
    section = HEADER.exec(text)?.[1]?.trim() ?? section;
    return section;
  });
}
