import assert from 'node:assert/strict';
import { lineTextsOf } from '../../../src/steps/alerts/line-texts';
import { steeringSettings } from '../../../src/steps/alerts/steering-settings';
import { fileOf, lineOf } from '../secrets/changed-file';

/** A line that is a setting in every kind of file. */
const LINE = '<NoWarn/> "strict": sonar.skip "eslintConfig": -Wno-all --cap-lints';

function isSetting(path: string): boolean {
  return steeringSettings([fileOf([lineOf('added', 1, LINE)], path)], lineTextsOf([])).length > 0;
}

describe('settings that say what tools warn of', () => {
  for (const path of [
    ...['a.csproj', 'src/A.VCXPROJ', 'Directory.Build.props', 'a.targets', 'a.csproj.user', 'a.rsp'],
    ...['tsconfig.json', 'web/tsconfig.build.json', 'jsconfig.json', 'web/package.json', 'pom.xml', 'ant/build.xml'],
    ...['app/build.gradle', 'app/build.gradle.kts', 'gradle.properties', 'build.sbt', 'src/CMakeLists.txt', 'Makefile'],
    ...['GNUmakefile', 'src/Makefile.am', 'configure.ac', 'meson.build', 'BUILD', 'a/BUILD.bazel', 'SConstruct'],
    ...['.bazelrc', 'a.cmake', 'a.mk', 'a.bzl', '.cargo/config', 'a/.cargo/config.toml'],
  ])
    it(`are looked for in ${path}`, () => assert.ok(isSetting(path)));

  for (const path of ['props', 'a.proj/b.ts', 'my-tsconfig.json', 'packages.json', 'x.cargo/config', 'config.toml'])
    it(`are none in ${path}`, () => assert.ok(!isSetting(path)));
});
