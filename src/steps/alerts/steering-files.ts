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
      '**/{.semgrepignore,.snyk,.trivyignore,.gitleaksignore,.eslintignore,.bandit,.nancy-ignore,.secretlintignore}',
      '**/{.semgrep,.codeql,.tfsec}/**',
      '**/{.semgrep,semgrep}*.{yml,yaml}',
      '**/{.eslintrc,.secretlintrc}{,.js,.cjs,.mjs,.json,.yml,.yaml}',
      '**/eslint.config.{js,cjs,mjs,ts}',
      '**/{.gitleaks.toml,.bandit.yml,bandit.yaml,.checkov.yml,.checkov.yaml,trivy.yaml,codeql-config.yml,sonar-project.properties}',
      '**/{.editorconfig,.globalconfig,*.globalconfig,*.ruleset}',
      '**/{.pylintrc,.rubocop.yml,.golangci.yml,.golangci.yaml,phpstan.neon,credscan*.json,.credscan}',
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

const MATCHERS = KINDS.map(([what, globs]) => ({ what, matching: globSet(ownGlobs('steering', globs)) }));

/** Changed paths that steer something, by what they steer. */
export function steeringFiles(paths: Iterable<string>): { what: string; paths: string[] }[] {
  const all = [...paths].sort();
  return MATCHERS.map(({ what, matching }) => ({
    what,
    paths: all.filter((path) => matching(path).length > 0),
  })).filter((kind) => kind.paths.length > 0);
}
