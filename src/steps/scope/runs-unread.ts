import { ownGlobs } from './glob';
import { globSet } from './glob-set';

/** By their form: what tools look for by name is called in few ways, whatever the tool. */
const KINDS = [
  // Settings of tools and shells, and what they read below a folder of their own.
  '**/.*',
  '**/.*/**/*.{yml,yaml,json,jsonc,json5,toml,ini,cfg,conf,xml,props,targets,md,mdc}',
  '**/.*/*.{js,cjs,mjs,ts,cts,mts,py,rb,lua}',
  '**/*.{config,config.*,conf,conf.*}',
  // Makefile, Jenkinsfile, Tiltfile, Taskfile.yml
  '**/*file',
  '**/*file.{yml,yaml,toml,hcl,lua}',
];

const PIPELINES = [
  '**/{azure-pipelines,*.azure-pipelines,*-pipelines,*-pipeline,*.pipeline,pipeline}*.{yml,yaml}',
  '**/{.azure-pipelines,.azuredevops,.pipelines,azure-pipelines,pipelines,.ado,.vsts,.github,.circleci,.buildkite}/**',
  '**/{appveyor,cloudbuild,buildspec,bitbucket-pipelines,action}.{yml,yaml}',
  '**/{*.jenkinsfile,*.tfvars}',
];

const SCRIPTS = [
  '**/*.{sh,bash,zsh,ksh,csh,fish,ps1,psm1,psd1,bat,cmd,vbs,wsf,command}',
  '**/{Dockerfile.*,*.dockerfile}',
  '**/{.husky,.githooks,.git-hooks}/**',
  '**/{gradlew,mvnw,configure,bootstrap,setup.py,Directory.Build.props,Directory.Build.targets}',
  // Interpreters and runners load these unasked.
  '**/{conftest,sitecustomize,usercustomize,fabfile,noxfile,dodo}.py',
  '**/{site-packages,dist-packages}/*.pth',
  'tasks.py',
];

/** Endings of what builds or sets up, and of nothing else. */
const BUILDS = [
  '**/*.{mk,mak,ninja,am,ac,m4,cmake,bzl,bazel,star,gn,gni,nix,hcl,nomad,tf,bicep,pro,pri,qbs,gradle,gradle.kts,sbt,cake,csx,fsx}',
  '**/*.{*proj,*proj.user,proj,props,targets,sln,slnx,nuspec,pubxml,wxs,wxi,iss,nsi,rsp,runsettings,gemspec,rake,service,timer}',
];

/** Files whose few words decide what an agent or a developer's machine runs or trusts. */
const MACHINERY = [
  '**/{pyproject.toml,setup.cfg,*requirements*.{txt,in},*constraints*.txt,conanfile.txt,tox.ini,environment.{yml,yaml},conda.{yml,yaml}}',
  '**/{composer.json,Package.swift,pubspec.yaml,mix.exs,config.ru}',
  '**/{pom.xml,build.xml,ivy.xml,gradle.properties,project.clj,deps.edn}',
  '**/{Cargo.toml,build.rs,build.zig,go.mod,go.work,CMakeLists.txt,meson.build,SConstruct,SConscript,wscript,WORKSPACE,BUILD,BUCK,dune}',
  '**/{deno.json,deno.jsonc,bunfig.toml,lerna.json,nx.json,turbo.json,project.json,gulpfile.*,Gruntfile.js}',
  '**/{cdk,angular,nest-cli,serverless,vercel,netlify,wrangler,pnpm-workspace,Pulumi,Pulumi.*,kustomization}.{json,jsonc,yml,yaml,toml}',
  '**/{serverless.ts,serverless.js,app.json}',
  '**/{global.json,dotnet-tools.json,paket.dependencies}',
  '**/{.vscode,.idea,.devcontainer,.fleet}/**',
  '**/{tasks.json,launch.json,docker-compose*.{yml,yaml},compose.{yml,yaml},Chart.yaml,skaffold.yaml,cloud-init*,user-data*}',
  '**/{ansible*,playbook*}.{yml,yaml}',
  '**/{mise.toml,crontab,.bundle/config,.cargo/config}',
  '**/{package.json,CODEOWNERS,lefthook.yml,renovate.json,dependabot.yml,devcontainer.json}',
];

/** What a model does as it says. */
const ORDERS = [
  '**/{CLAUDE,AGENTS,GEMINI,SKILL,*.instructions,*.prompt}.md',
  '**/{prompts,skills}/**/*.{md,mdc,txt}',
  '**/{.claude,.cursor}/**',
];

const matching = globSet(ownGlobs('guard', [...KINDS, ...PIPELINES, ...SCRIPTS, ...BUILDS, ...MACHINERY, ...ORDERS]));

/** True for pipelines, scripts and settings: an agent or a tool runs them, or does as they say, before anybody has read them. */
export function runsUnread(path: string): boolean {
  return matching(path).length > 0;
}

/** True where the new path is called in a way in which the old one was not: any `x.props` builds, one of them unasked. */
export function runsAnew(oldPath: string, path: string): boolean {
  const before = matching(oldPath);
  return matching(path).some((kind) => !before.includes(kind));
}

const ROOT_SETTINGS = /^[^/]+\.(?:json[c5]?|ya?ml|toml|ini|cfg|xml|properties)$/i;

/** True also for settings that lie in the root, where tools look for them; a program may have written them and have said so. */
export function mayRunUnread(path: string): boolean {
  return ROOT_SETTINGS.test(path) || runsUnread(path);
}
