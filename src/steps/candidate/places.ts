import { steeringFiles } from '../alerts/steering-files';
import { LOCK_FILES, SECRET_NAMES } from '../scope/default-exclusions';
import { type Glob, ownGlobs, readGlobs } from '../scope/glob';
import { globSet } from '../scope/glob-set';
import type { FixSettings } from '../settings/fix-settings';

type PlaceSettings = Pick<FixSettings, 'allowedPaths' | 'protectedPaths' | 'hiddenPaths'>;

/** What the settings say of each path. */
export interface Places {
  /** Never copied into the workshop. */
  isHidden(path: string): boolean;
  /** Why a change may not touch it; empty where it may. */
  whyClosed(path: string): string;
  /** True where a line of `protectedPaths` takes it out of what is always protected. */
  isOpened(path: string): boolean;
  /** True where a line of `allowedPaths` names that kind of file by its ending: such a file may be binary. */
  namesEnding(path: string): boolean;
}

/** What says how the code is built, tested and delivered: whoever may change that needs no other change. */
const BUILD_FILES = [
  '**/{package,composer,deno,bower,lerna,nx,turbo,rush,project,global}.json',
  '**/{pyproject,Cargo,Pipfile,Project,netlify,fly}.toml',
  '**/{setup.py,setup.cfg,Pipfile,requirements*.txt,constraints*.txt,environment.yml,tox.ini,pytest.ini,conftest.py,noxfile.py,tasks.py}',
  '**/{go.mod,go.work,pom.xml,build.sbt,mix.exs,Gemfile,*.gemspec,Podfile,Package.swift,pubspec.yaml,rebar.config,stack.yaml,*.cabal}',
  '**/{build,settings,init}.gradle{,.kts}',
  '**/{gradle.properties,gradlew,gradlew.bat,mvnw,mvnw.cmd,build.rs,build.zig,build.xml}',
  '**/{gradle/wrapper,.mvn,.cargo,.yarn}/**',
  '**/*.{csproj,fsproj,vbproj,vcxproj,sqlproj,proj,props,targets,sln,slnx,nuspec,ruleset,runsettings}',
  '**/{nuget.config,packages.config,Directory.Build.rsp}',
  '**/{Makefile,makefile,GNUmakefile,*.mk,CMakeLists.txt,*.cmake,meson.build,SConstruct,BUILD,BUILD.bazel,WORKSPACE,MODULE.bazel,*.bzl}',
  '**/{Rakefile,Justfile,justfile,.justfile,Taskfile*.{yml,yaml},Earthfile,Tiltfile,Procfile,Vagrantfile,build.cake,build.fsx}',
  '**/{Dockerfile,*.dockerfile,Dockerfile.*,Containerfile,.dockerignore,docker-compose*,compose.yml,compose.yaml}',
  '**/{webpack,rollup,vite,vitest,jest,karma,babel,esbuild,tsup,metro,next,nuxt,svelte,astro,playwright,cypress,gulpfile,Gruntfile}{,.*}.{js,cjs,mjs,ts,cts,mts,json}',
  '**/{tsconfig,jsconfig}*.json',
  '**/{.mocharc*,.nycrc*,.babelrc*,.swcrc,.taprc,.c8rc*,.coveragerc,.npmrc,.yarnrc,.yarnrc.yml,.pnp.*,.pnpmfile.{cjs,mjs},pnpm-workspace.yaml,pip.conf,.pypirc}',
  '**/{biome.json,biome.jsonc,.editorconfig,.tool-versions,.nvmrc,.node-version,.python-version,rust-toolchain,rust-toolchain.toml,mise.toml,.mise.toml,.envrc}',
  '**/{sitecustomize.py,usercustomize.py,*.pth,hatch_build.py,flake.nix,shell.nix,default.nix}',
  // Settings that runners of tests and tools take up unasked, many of them programs.
  '**/{ava,wdio,capacitor,postcss,tailwind,prettier,commitlint,stryker,ionic,protractor,nightwatch,rspack,rsbuild}.{config,conf}.{js,cjs,mjs,ts,cts,mts,json}',
  '**/{.prettierrc,.testcaferc,.storybook/*,.config/*}{,.*}',
  '**/{ember-cli-build.js,bunfig.toml,deno.jsonc,angular.json,nest-cli.json,.rspec,.bazelrc,.buckconfig,.pdbrc,ipython_config.py,mypy.ini,hatch.toml,uv.toml,pants.toml}',
  '**/{phpunit,behat,phpspec,codeception}{,.*}.{xml,yml,yaml,dist}',
  '**/{SConscript,wscript,configure,configure.ac,bootstrap,BUCK,WORKSPACE.bazel,CMakePresets.json,conanfile.py,conanfile.txt,vcpkg.json,premake5.lua,xmake.lua,Makefile.PL,Build.PL,cpanfile}',
  '**/{Brewfile,Thorfile,Dangerfile,Fastfile,Guardfile,project.clj,deps.edn,dub.json,dune-project,*.opam,shard.yml,gleam.toml,libs.versions.toml}',
  '**/*.{rsp,pbxproj,xcconfig,xcscheme}',
  '**/{mise.*.toml,.bazelversion,Makefile.am,autogen.sh,dotnet-tools.json,ansible.cfg,dodo.py,fabfile.py,.terraformrc,.mise/**}',
  '**/{jasmine.json,mocha.opts,xunit.runner.json,rector.php,.php-cs-fixer*.php,jest-preset.*,wallaby.*,.vscode-test.*,web-test-runner.config.*}',
  '**/{serverless,skaffold,helmfile,Pulumi}{,.*}.{yml,yaml}',
];

const PIPELINES = [
  '**/azure-pipelines*',
  '**/{.azure-pipelines,.pipelines,azure-pipelines,.azuredevops,.vsts,.github,.gitlab,.circleci,.buildkite,.teamcity,.tekton,.semaphore,.ado,.ci}/**',
  '**/{.travis,appveyor,.appveyor,.drone,.cirrus,cloudbuild,buildspec,appspec,.woodpecker,dependabot,bitbucket-pipelines,.gitlab-ci,action,codecov,jitpack}.{yml,yaml,json}',
  '**/{Jenkinsfile*,sonar-project.properties,renovate.json*,.renovaterc*,.releaserc*,release.config.*}',
];

const HOOKS = [
  '**/{.husky,.githooks,githooks,git-hooks,.git-hooks,hooks/git}/**',
  '**/hooks/{pre,post,commit,prepare}-{commit,msg,commit-msg,push,merge,merge-commit,receive,checkout,rewrite,rebase,applypatch,auto-gc}',
  '**/{.pre-commit-config.yaml,.pre-commit-hooks.yaml,lefthook.yml,.lefthook.yml,lint-staged.config.*,.lintstagedrc*}',
];

const TOOLS = [
  '**/.git*',
  '**/.git*/**',
  // Where contents kept elsewhere come from, and who is told the login for them.
  '**/.lfsconfig',
  '**/{.vscode,.idea,.devcontainer,.vs}/**',
  '**/{.codex,.gemini,.roo,.kiro,.windsurf,.junie,.amazonq,.augment,.opencode}/**',
  '**/.devcontainer.json',
  '**/CODEOWNERS',
];

const PROTECTED: readonly [what: string, globs: readonly string[]][] = [
  ['pipelines and CI', PIPELINES],
  ['manifests and build files', BUILD_FILES],
  ['lock files', LOCK_FILES],
  ['hooks', HOOKS],
  ['settings of git, editors and owners', TOOLS],
];

export function readPlaces(settings: PlaceSettings): Places {
  const allowed = readGlobs('allowedPaths', settings.allowedPaths).globs;
  const isListed = lastOf(allowed);
  const own = lastOf(readGlobs('protectedPaths', settings.protectedPaths).globs);
  const hiddenByUser = lastOf(readGlobs('hiddenPaths', settings.hiddenPaths).globs);
  const hiddenByName = lastOf(ownGlobs('hidden', SECRET_NAMES));
  const kinds = PROTECTED.map(([what, globs]) => ({ what, has: globSet(ownGlobs('protected', globs)) }));
  const isHidden = (path: string) => {
    const said = hiddenByUser(path);
    return said ? !said.negated : hiddenByName(path) !== undefined;
  };
  const isAllowed = (path: string) => {
    const said = isListed(path);
    return said ? !said.negated : allowed.length === 0 || (allowed[0]?.negated ?? true);
  };
  return {
    isHidden,
    isOpened: (path) => own(path)?.negated ?? false,
    namesEnding: (path) => /\.[^./*]+$/.test(isListed(path)?.pattern ?? ''),
    whyClosed(path) {
      if (isHidden(path)) return 'it is hidden by its name';
      if (!isAllowed(path)) return 'no line of allowedPaths matches';
      const said = own(path);
      if (said) return said.negated ? '' : `protectedPaths: ${said.text}`;
      const kind = kinds.find(({ has }) => has(path).length > 0)?.what ?? steeringFiles([path])[0]?.what;
      return kind === undefined ? '' : `protected: ${kind}`;
    },
  };
}

function lastOf(globs: readonly Glob[]): (path: string) => Glob | undefined {
  const matching = globSet(globs);
  return (path) => globs[matching(path).at(-1) ?? -1];
}

const TESTS = globSet(
  ownGlobs('tests', [
    '**/{test,tests,__tests__,spec,specs,e2e,testdata,test-data,fixtures,__fixtures__,__snapshots__,__mocks__,testing}/**',
    '**/*.{test,tests,spec,e2e,cy,stories}.*',
    '**/{test_*,*_test,*_tests,*_spec,test-*}.*',
    '**/*{Test,Tests,Spec,Specs,IT}.{java,kt,kts,scala,groovy,cs,fs,vb,swift,php}',
    '**/*.{Test,Tests,UnitTests,IntegrationTests}/**',
    '**/{conftest.py,*.snap,*.feature,jest.setup.*,setupTests.*,test.*,tests.*}',
  ]),
);

/** True for files that say what is right, and for what they read. */
export function isTestPath(path: string): boolean {
  return TESTS(path).length > 0;
}

/**
 * True for the steps of a pipeline and its variables, whatever the file is called and wherever it stands: `template:` names any path, and such steps
 * run with the secrets of whoever names it.
 */
export function isPipelineContent(path: string, text: string): boolean {
  return /\.ya?ml$/i.test(path) && ((LIST.test(text) && STEP.test(text)) || VARIABLES.test(text));
}

/** As keys, in lines of their own or within brackets, bare or in quotes. */
const LIST = /(?:^[ \t]{0,40}|[{,[][ \t\n]{0,40})["']?(?:steps|jobs|stages)["']?[ \t]{0,4}:/m;
const STEP =
  /(?:^[ \t]{0,40}|[{,[][ \t\n]{0,40}|-[ \t]{1,8})["']?(?:task|script|bash|pwsh|powershell|checkout|template|job|deployment|stage|run|uses)["']?[ \t]{0,4}:/m;
/** Of a template of variables: what they hold is in the environment of every step. */
const VARIABLES = /^["']?variables["']?[ \t]{0,4}:/m;
