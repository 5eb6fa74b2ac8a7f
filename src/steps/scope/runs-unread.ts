import { ownGlobs } from './glob';
import { globSet } from './glob-set';

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
  '**/{.bundle/config,.cargo/config,.cargo/config.toml}',
  '**/{.cursorrules,.mcp.json,.semgrepignore,.eslintrc*,eslint.config.*}',
  '**/{package.json,.npmrc,.yarnrc,.yarnrc.yml,nuget.config,pip.conf,.pypirc,.gitattributes,.gitmodules,CODEOWNERS}',
  '**/{.pre-commit-config.yaml,.pre-commit-hooks.yaml,lefthook.yml,renovate.json,dependabot.yml,devcontainer.json}',
];

const matching = globSet(ownGlobs('guard', [...PIPELINES, ...SCRIPTS, ...MACHINERY]));

/** True for pipelines, scripts and settings: an agent or a tool runs them, or does as they say, before anybody has read them. */
export function runsUnread(path: string): boolean {
  return matching(path).length > 0;
}
