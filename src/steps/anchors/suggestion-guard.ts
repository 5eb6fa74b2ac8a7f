import { LOCK_FILES } from '../scope/default-exclusions';
import { ownGlobs } from '../scope/glob';
import { globSet } from '../scope/glob-set';
import { PLACEHOLDER_SIGN } from '../secrets/placeholders';

const MAX_LENGTH = 60;

const PIPELINES = [
  '**/{azure-pipelines,*.azure-pipelines,*-pipelines,*-pipeline,*.pipeline,pipeline}*.{yml,yaml}',
  '**/{.azure-pipelines,.azuredevops,.pipelines,azure-pipelines,pipelines,.ado,.vsts,.github,.circleci,.buildkite}/**',
  '**/{.gitlab-ci*,.travis,.drone,.appveyor,appveyor,cloudbuild,buildspec,bitbucket-pipelines,action}.{yml,yaml}',
  '**/{Jenkinsfile,*.jenkinsfile,*.tfvars}',
];

const SCRIPTS = [
  '**/*.{sh,bash,zsh,ksh,csh,fish,ps1,psm1,psd1,bat,cmd,vbs,wsf,command}',
  '**/{Makefile,GNUmakefile,makefile,*.mk,Dockerfile,Dockerfile.*,*.dockerfile,Containerfile,Vagrantfile,Justfile}',
  '**/{.husky,.githooks,.git-hooks}/**',
  '**/{gradlew,mvnw,configure,bootstrap,setup.py,Directory.Build.props,Directory.Build.targets}',
];

/** Files whose few words decide what an agent or a developer's machine runs or trusts. */
const MACHINERY = [
  '**/{pyproject.toml,setup.cfg,Pipfile,requirements*.{txt,in},constraints*.txt,tox.ini,noxfile.py,environment.{yml,yaml},conda.{yml,yaml}}',
  '**/{composer.json,Gemfile,*.gemspec,Rakefile,*.rake,Podfile,Fastfile,Cartfile,Package.swift,pubspec.yaml,mix.exs,rebar.config}',
  '**/*.{csproj,vbproj,fsproj,vcxproj,sqlproj,proj,props,targets,sln,slnx,nuspec,cake,csx,fsx}',
  '**/{pom.xml,build.xml,ivy.xml,build.sbt,build.gradle,settings.gradle,init.gradle,gradle.properties,*.gradle,*.gradle.kts,project.clj,deps.edn}',
  '**/{Cargo.toml,build.rs,go.mod,go.work,Makefile.am,CMakeLists.txt,*.cmake,meson.build,SConstruct,SConscript,wscript,WORKSPACE,MODULE.bazel,BUILD,BUILD.bazel,*.bzl}',
  '**/{deno.json,deno.jsonc,bunfig.toml,lerna.json,nx.json,turbo.json,project.json,Gruntfile.js,gulpfile.*,webpack.config.*,vite.config.*,rollup.config.*,jest.config.*,babel.config.*,next.config.*,tsup.config.*}',
  '**/{global.json,dotnet-tools.json,packages.config,paket.dependencies,Directory.Packages.props,*.rsp,*.runsettings}',
  '**/{.vscode,.idea,.devcontainer,.fleet}/**',
  '**/{tasks.json,launch.json,docker-compose*.{yml,yaml},compose.{yml,yaml},*.tf,*.bicep,Chart.yaml,skaffold.yaml,Procfile,cloud-init*,user-data*}',
  '**/{ansible*,playbook*}.{yml,yaml}',
  '**/{shell.nix,flake.nix,default.nix,Brewfile,.envrc,.tool-versions,mise.toml,.mise.toml,crontab,*.service,*.timer}',
  '**/{CLAUDE,AGENTS,GEMINI}.md',
  '**/{.claude,.cursor}/**',
  '**/{.cursorrules,.mcp.json,.semgrepignore,.eslintrc*,eslint.config.*}',
  '**/{package.json,.npmrc,.yarnrc,.yarnrc.yml,nuget.config,pip.conf,.pypirc,.gitattributes,.gitmodules,CODEOWNERS}',
  '**/{.pre-commit-config.yaml,.pre-commit-hooks.yaml,lefthook.yml,renovate.json,dependabot.yml,devcontainer.json}',
];

const PIPELINE_KEY =
  /^(?:stages|jobs|steps|trigger|pr|pool|extends|resources|variables)[ \t]*:|^[ \t]*(?:-[ \t]*)?(?:task|script|bash|pwsh|powershell|checkout|run|uses)[ \t]*:/m;

const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u2800]|\p{Bidi_Control}|\p{Default_Ignorable_Code_Point}|\p{Cf}|\p{Cs}/u;

const ELISION = /^\s*(?:(?:\/\/|#|\/\*|--|<!--)\s*)?(?:\.{3,}|…)/;

/** Why no suggestion is made in this file at all: a hostile diff may talk the model into one, and one click commits it. */
export function forbiddenPlace(path: string, sourceText: string, newMode: string): string | null {
  if (newMode === '120000') return 'it is a link';
  if (newMode === '100755' || sourceText.startsWith('#!')) return 'the file is executable';
  if (isForbidden(path).length > 0)
    return 'no suggestions are made in pipelines, lock files, scripts and their settings';
  if (/\.ya?ml$/i.test(path) && PIPELINE_KEY.test(sourceText)) return 'no suggestions are made in pipelines';
  return null;
}

/** Why this text cannot be shown as it would be applied. */
export function forbiddenText(lines: readonly string[], current: readonly string[]): string | null {
  const text = lines.join('\n');
  if (lines.length > MAX_LENGTH) return `it is longer than ${MAX_LENGTH} lines`;
  if (text.includes('```')) return 'it would end its own block';
  if (PLACEHOLDER_SIGN.test(text)) return 'it holds the place of a secret';
  if (text.includes('\ufffd') || current.some((line) => line.includes('\ufffd')))
    return 'letters of it could not be decoded';
  if (HIDDEN.test(text)) return 'it holds hidden characters';
  if (HIDDEN.test(current.join('\n'))) return 'the lines hold hidden characters';
  if (lines.some((line) => ELISION.test(line) && !current.includes(line))) return 'it leaves code out';
  return hasDiffSigns(lines) && !hasDiffSigns(current) ? 'it carries diff marks' : null;
}

const isForbidden = globSet(ownGlobs('guard', [...PIPELINES, ...SCRIPTS, ...MACHINERY, ...LOCK_FILES]));

function hasDiffSigns(lines: readonly string[]): boolean {
  const filled = lines.filter((line) => line.trim() !== '');
  return filled.length > 0 && filled.every((line) => /^[+-]/.test(line));
}
