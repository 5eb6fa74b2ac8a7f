import assert from 'node:assert/strict';
import { forbiddenPlace } from '../../../src/steps/anchors/suggestion-guard';
import type { Attack, Control } from '../attack';
import { packaged } from '../packaged-life';

const RUN =
  `azure-pipelines.yml a/pyproject.toml setup.py requirements-dev.txt composer.json Gemfile app.gemspec Rakefile
  src/App.csproj Directory.Packages.props App.sln build.gradle app/build.gradle.kts gradle.properties pom.xml build.sbt Cargo.toml
  build.rs go.mod CMakeLists.txt BUILD.bazel WORKSPACE meson.build .vscode/tasks.json tasks.json .devcontainer/devcontainer.json
  Dockerfile docker-compose.yml Makefile deploy.sh run.ps1 .husky/pre-commit package.json package-lock.json webpack.config.js
  vite.config.ts gulpfile.js main.tf infra.bicep .envrc flake.nix pubspec.yaml mix.exs Podfile Package.swift .npmrc nuget.config
  CODEOWNERS .gitattributes .claude/settings.json CLAUDE.md .mcp.json .semgrepignore jest.config.ts app.service
  infra/cdk.json angular.json .pnpmfile.cjs pnpm-workspace.yaml web/pnpm-workspace.yaml Taskfile.yml .justfile Tiltfile tests/conftest.py
  sitecustomize.py fabfile.py tasks.py .mocharc.js web/.lintstagedrc playwright.config.ts karma.conf.js netlify.toml wrangler.toml
  serverless.yml helmfile.yaml live/terragrunt.hcl .bazelrc BUCK .gdbinit .exrc .Rprofile .ocamlinit config.ru app.pro BUILD.gn build.zig
  pkgs/tool.nix .storybook/main.js .config/tool.toml src/Web.config App.wixproj prompts/system.md`.split(/\s+/);

const READ =
  `src/app.ts docs/readme.md app/models.py web/page.tsx Controllers/Home.cs tests/run_test.go src/profile.ts src/file.py src/config.ts
  app/tasks.py README.md src/data/rows.json config/routes.rb locales/en.json src/UserProfile.tsx db/schema.sql docs/v1.2/notes.md`.split(
    /\s+/,
  );

function none(path: string): Attack {
  return {
    tries: `has the model offer one click of code in ${path}`,
    must: 'no suggestion is made there',
    through: 'part',
    run: () => assert.notEqual(forbiddenPlace(path, 'text\n', '100644'), null),
  };
}

export const control: Control = {
  promise: 'No suggestion is made in what runs without being read.',
  attacks: [
    ...RUN.map(none),
    {
      tries: 'nothing: code that people read',
      must: 'suggestions are made',
      through: 'part',
      run: () =>
        assert.deepEqual(
          READ.filter((path) => forbiddenPlace(path, 'text\n', '100644') !== null),
          [],
        ),
    },
    packaged('has an edit of the pipeline suggested', 'it cannot be taken by a click', ({ first }) => {
      const thread = first.after.threads.find(({ file: at }) => at === '/azure-pipelines.yml');
      assert.ok(thread && !/```suggestion/.test(JSON.stringify(thread)));
    }),
  ],
};
