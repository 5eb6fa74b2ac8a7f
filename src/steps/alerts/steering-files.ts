import { ownGlobs } from '../scope/glob';
import { globSet } from '../scope/glob-set';

/** Files that steer pipelines, scanners, reviewers or git, by what they are. None of them is obeyed from the pull request. */
const KINDS: readonly [what: string, globs: readonly string[]][] = [
  [
    'pipelines',
    [
      '**/{azure-pipelines,*.azure-pipelines,*-azure-pipelines,*-pipelines,*-pipeline}*.{yml,yaml}',
      '**/{.azure-pipelines,.pipelines,azure-pipelines,.vsts}/**/*.{yml,yaml}',
      '.azuredevops/**/*.{yml,yaml}',
      '.github/{workflows,actions}/**',
      '**/{.gitlab-ci.yml,Jenkinsfile,bitbucket-pipelines.yml}',
    ],
  ],
  ['settings of this review', ['**/{.second-pass,second-pass}{,.yml,.yaml,.json}', '**/.second-pass/**']],
  ['settings of git', ['**/{.gitattributes,.gitmodules}']],
  ['owners', ['**/CODEOWNERS', '.azuredevops/{policies,required-reviewers}*']],
  [
    'scanners and what they skip',
    [
      '**/{.semgrepignore,.snyk,.trivyignore*,.gitleaksignore,.eslintignore,.stylelintignore,.jshintignore,.bandit,.nancy-ignore,.secretlintignore,.ggignore,.retireignore*,.nsprc}',
      '**/{.semgrep,.codeql,.tfsec,.gdn,.trivy}/**',
      '**/{.semgrep,semgrep,bearer,.bearer,.golangci,golangci,.hadolint,hadolint,.swiftlint,.rubocop,.rubocop_todo,.reek,.brakeman,detekt*,qodana,.yamllint,.ansible-lint,.checkov,.kics,kics.config,.kube-linter,.dockle,.grype,trivy,.codacy,.codeclimate,.gitguardian,.prospector,bandit,.bandit,codeql-config,codeql-pack,qlpack,.mega-linter,.pre-commit-config}.{yml,yaml}',
      '**/{.eslintrc,.oxlintrc,.secretlintrc,.stylelintrc,.jshintrc,tslint,biome,.biome,.xo-config,audit-ci,pyrightconfig,.devskim,.markdownlint-cli2}{,.js,.cjs,.mjs,.json,.jsonc,.json5,.yml,.yaml}',
      '**/{eslint,stylelint,xo,oxlint}.config.{js,cjs,mjs,ts,mts,json}',
      '**/{.gitleaks,.golangci,golangci,ruff,.ruff,clippy,.clippy,deny,audit,osv-scanner,.deepsource,.terrascan,.trufflehog}.toml',
      '**/{sonar-project.properties,.sonarcloud.properties,SonarQube.Analysis.xml,.inferconfig,.clang-tidy,.clangd,.tflint.hcl,.shellcheckrc,.yamllint,.ansible-lint,.cfnlintrc,.talismanrc,.perlcriticrc,.credo.exs,staticcheck.conf}',
      '**/{.editorconfig,.globalconfig,*.globalconfig,*.ruleset,*.gdnconfig,*.gdnsuppress,*.gdnbaselines}',
      '**/{.pylintrc,pylintrc,.flake8,.pycodestyle,mypy.ini,.mypy.ini,pytype.cfg,.pyre_configuration,brakeman.ignore,.bundler-audit.yml}',
      '**/{phpstan*.neon,phpstan*.neon.dist,psalm*.xml,psalm*.xml.dist,phpcs.xml,.phpcs.xml,phpcs.xml.dist,.phpcs.xml.dist,phpmd.xml,ruleset.xml}',
      '**/{checkstyle*,pmd*,spotbugs*,findbugs*,lint,lint-baseline,detekt-baseline,*suppressions,dependency-check*}.xml',
      '**/{credscan*.json,.credscan,PolicheckExclusions.xml,tsaoptions.json,GlobalSuppressions.cs,GlobalSuppressions.vb}',
    ],
  ],
  [
    'instructions to coding agents',
    [
      '**/{CLAUDE,AGENTS,GEMINI,AGENT}.md',
      '**/{.cursorrules,.windsurfrules,.clinerules,.mcp.json,.aider.conf.yml}',
      '**/{.claude,.cursor,.clinerules,.continue}/**',
      '.github/{copilot-instructions.md,instructions/**,prompts/**}',
    ],
  ],
];

export const STEERING_GLOBS = KINDS.flatMap(([, globs]) => globs);
const KIND_OF = KINDS.flatMap(([what, globs]) => globs.map(() => what));
/** All of them are walked through at once. */
const matching = globSet(ownGlobs('steering', STEERING_GLOBS));
/** No glob matches a path without one of these: most changes need no glob read. */
const SIGNS = [...new Set(STEERING_GLOBS.flatMap(signsOf))].map((sign) => sign.toLowerCase());

/** Changed paths that steer something, by what they steer. */
export function steeringFiles(paths: Iterable<string>): { what: string; paths: string[] }[] {
  const found = likelyAmong([...paths].sort()).map((path) => ({
    path,
    kinds: matching(path).map((index) => KIND_OF[index]),
  }));
  return KINDS.map(([what]) => ({
    what,
    paths: found.filter(({ kinds }) => kinds.includes(what)).map(({ path }) => path),
  })).filter((kind) => kind.paths.length > 0);
}

/** All paths are looked at together first, since most signs stand in none. */
function likelyAmong(paths: readonly string[]): string[] {
  const whole = paths.join('\n').toLowerCase();
  const signs = SIGNS.filter((sign) => whole.includes(sign));
  return paths.filter((path) => signs.some((sign) => path.toLowerCase().includes(sign)));
}

/** One of which stands in every path that a glob matches: its first letters, or the longest letters of each word in its first braces. */
function signsOf(glob: string): string[] {
  const [, lead, words = ''] = /^(?:\*\*\/)?(?:([^*{]+)|\{([^{}]*)\})/.exec(glob) ?? [];
  return lead === undefined ? words.split(',').map(longestPiece) : [lead];
}

function longestPiece(word: string): string {
  return word.split('*').reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '');
}
