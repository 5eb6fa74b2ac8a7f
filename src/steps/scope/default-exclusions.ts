/**
 * The default exclusions: one glob per line, read as the lines of `exclude` are; a leading `**` matches at the root too.
 * Left in on purpose, though others drop them: `*.d.ts`, `bin`, `build`, `out` and `packages` as a whole, EF Core
 * migrations, `*.resx`, `*.po`, `*.sql`, `*.config`, `*.csproj`, `requirements.txt`, `.github`, pipelines, `testdata`.
 */

/** Dependency lock files and resolved manifests. */
export const LOCK_FILES = patterns(`
**/package-lock.json
**/npm-shrinkwrap.json
**/yarn.lock
**/pnpm-lock.yaml
**/bun.lock
**/deno.lock
**/packages.lock.json
**/project.assets.json
**/paket.lock
**/composer.lock
**/Gemfile.lock
**/Podfile.lock
**/Cartfile.resolved
**/Package.resolved
**/poetry.lock
**/pdm.lock
**/uv.lock
**/pixi.lock
**/Pipfile.lock
**/conda-lock.yml
**/Cargo.lock
**/go.sum
**/go.work.sum
**/Gopkg.lock
**/glide.lock
**/mix.lock
**/rebar.lock
**/pubspec.lock
**/gradle.lockfile
**/buildscript-gradle.lockfile
**/verification-metadata.xml
**/renv.lock
**/packrat/packrat.lock
**/flake.lock
**/MODULE.bazel.lock
**/mise.lock
**/mise.*.lock
**/cabal.project.freeze
**/stack.yaml.lock
**/shard.lock
**/elm-stuff/**
**/esy.lock/**
**/.terraform.lock.hcl
**/Chart.lock
**/requirements.lock
**/Berksfile.lock
**/Puppetfile.lock
**/gems.locked
**/.secrets.baseline
**/devcontainer-lock.json
`);

/** Binaries, media, archives, fonts, documents. git flags most of them; names keep LFS pointers and text-encoded ones out. */
export const BINARIES = patterns(`
**/*.{png,jpg,jpeg,jpe,gif,bmp,ico,icns,webp,avif,tif,tiff,heic,psd,ai,eps,xcf,sketch,fig}
**/*.svg
**/*.{mp3,mp4,m4a,m4v,avi,mov,mkv,webm,wav,flac,ogg,opus,aac,wmv}
**/*.{woff,woff2,ttf,otf,eot,pfb,pfm}
**/*.{pdf,doc,docx,dotx,xls,xlsx,xlsm,xlsb,ppt,pptx,vsd,vsdx,odt,ods,odp,rtf,pbix}
**/*.{zip,gz,tgz,bz2,tbz2,xz,txz,7z,rar,tar,zst,lz4,br,cab,iso,dmg,img,vhd,vhdx}
**/*.{exe,dll,so,so.[0-9]*,dylib,lib,a,o,obj,ilk,pdb,idb,sys,msi,msix,appx,appxbundle,winmd,node,wasm}
**/*.{jar,war,ear,aar,class,dex,apk,aab,ipa,pyc,pyo,pyd,egg,whl,gem,nupkg,snupkg,vsix,deb,rpm,crate}
**/*.{db,sqlite,sqlite3,mdb,accdb,mdf,ldf,ndf,bak,dacpac,bacpac,dbf,rdb,ldb}
**/*.{parquet,avro,orc,feather,h5,hdf5,npy,npz,pkl,pickle,onnx,safetensors,gguf,tflite,mlmodel,joblib}
**/*.{glb,gltf,fbx,blend,stl,3ds,dae,uasset,umap}
**/*.{aps,ncb,sdf,opensdf,suo,rsuser,userosscache,sln.docstates}
**/bun.lockb
**/*.{bin,dat,dump,hprof,trc,etl,pcap,pcapng,prof,lcov}
`);

/** Minified, bundled and source-map output. */
export const MINIFIED = patterns(`
**/*.min.{js,mjs,cjs,css,html,map}
**/*.{js,mjs,cjs,css,ts,tsx,jsx,wasm}.map
**/*.tsbuildinfo
`);

/** Caches and stores of package managers. */
export const VENDORED = patterns(`
**/.yarn/{cache,releases,plugins,sdks,unplugged,versions}/**
**/.yarn/{build-state.yml,install-state.gz}
**/.pnp.*
**/.pnpm-store/**
**/.venv/**
**/.tox/**
**/.nox/**
**/__pypackages__/**
**/.bundle/**
**/.gradle/**
**/.m2/**
**/.cargo/registry/**
**/.nuget/packages/**
`);

/** Build output, caches, test and coverage artefacts. */
export const BUILD_OUTPUT = patterns(`
**/.next/**
**/.nuxt/**
**/.svelte-kit/**
**/.angular/cache/**
**/.docusaurus/**
**/.vitepress/{cache,dist}/**
**/.astro/**
**/.parcel-cache/**
**/.turbo/**
**/.webpack/**
**/.vite/**
**/.cache/**
**/.eslintcache
**/.stylelintcache
**/{lcov.info,clover.xml,coverage-final.json,coverage-summary.json,coverage.cobertura.xml,cobertura-coverage.xml}
**/.nyc_output/**
**/*.{trx,coverage,coveragexml}
**/CMakeFiles/**
**/__pycache__/**
**/.pytest_cache/**
**/.mypy_cache/**
**/.ruff_cache/**
**/*.egg-info/**
**/.ipynb_checkpoints/**
**/.dart_tool/**
**/.terraform/**
**/.terragrunt-cache/**
**/.serverless/**
**/.aws-sam/**
**/.pulumi/**
**/.vs/**
**/.idea/**
**/.DS_Store
**/Thumbs.db
**/desktop.ini
**/*.{log,tmp,swp,swo,orig,rej}
`);

/** Generated source, by name. */
export const GENERATED = patterns(`
# .NET
**/*.designer.{cs,vb}
**/*.g.{cs,vb,fs}
**/*.g.i.{cs,vb}
**/*.feature.cs
**/TemporaryGeneratedFile_*
**/{Service References,Connected Services,Web References}/**/Reference.{cs,vb}
**/{Service References,Web References}/**/*.{svcmap,svcinfo,datasource,disco,wsdl,xsd}
**/*.edmx.diagram
**/*.dbml.layout
**/*.xsx
**/*.xss
# Protocol buffers / gRPC / Thrift / FlatBuffers
**/*.pb.{go,cc,cpp,c,h,swift,rb,php,dart,ts,js,rs,m}
**/*.pb.gw.go
**/*.pb.validate.go
**/*_grpc.pb.go
**/*_pb2.{py,pyi}
**/*_pb2_grpc.{py,pyi}
**/*_pb.{js,ts,d.ts,rb}
**/*_grpc_pb.{js,ts,d.ts}
**/*.pbobjc.{h,m}
# Go
**/zz_generated.*.go
# JavaScript / TypeScript / GraphQL
**/routeTree.gen.ts
**/next-env.d.ts
**/graphql.schema.json
**/.sqlx/query-*.json
# Dart / Flutter
**/*.{g,freezed,gr,mocks,chopper,reflectable}.dart
**/generated_plugin_registrant.*
**/generated_plugins.cmake
# JVM / Android / Kotlin
# C / C++ / Qt / parsers
**/{config.guess,config.sub,aclocal.m4,ltmain.sh,libtool.m4,ltoptions.m4,ltsugar.m4,ltversion.m4}
# Ruby / PHP / Swift / Apple / other
**/*.{xcuserstate,csproj.user,vbproj.user,vcxproj.user}
**/*.xcuserdatad/**
**/*.xcworkspacedata
**/ppport.h
`);

/** Snapshots, recorded fixtures, golden data. */
export const SNAPSHOTS = patterns(`
**/__snapshots__/**
**/*.snap
**/*.{approved,received,verified}.{txt,json,xml,html,cs,md,png,csv}
**/*.ambr
**/__recordings__/**
**/cassettes/**/*.{yml,yaml,json}
**/vcr_cassettes/**
**/*.har
**/*.golden
`);

/** Bulk data: text, but nothing to review. */
export const BULK_DATA = patterns(`
**/*.{csv,tsv,psv,jsonl,ndjson,geojson,topojson,arff,sas7bdat}
**/*.{gmo,qm,resources}
**/*.{ipynb.raw.html,nbconvert.html}
**/*.tfstate
**/*.tfstate.*
`);

/**
 * Folders and suffixes that people use for code of their own too: they leave a file out only together with a second sign,
 * such as a header, a manifest of the tool that fills the folder, or a line of `.gitignore`.
 */
export const NEED_A_SIGN = patterns(`
# Dependencies and vendored code
**/node_modules/**
**/bower_components/**
**/jspm_packages/**
**/web_modules/**
**/vendor/**
**/Pods/**
**/Carthage/{Build,Checkouts}/**
**/Godeps/_workspace/**
**/third_party/**
**/third-party/**
**/thirdparty/**
**/3rdparty/**
**/3rd_party/**
**/site-packages/**
**/flow-typed/npm/**
**/ace-builds/**
**/tinymce/**
**/ckeditor/**
**/wwwroot/lib/**
**/wwwroot/vendor/**
**/wwwroot/_framework/**
**/wwwroot/dist/**
**/Scripts/{_references,respond,respond.matchmedia.addListener,popper,MicrosoftAjax,MicrosoftMvcAjax,MicrosoftMvcValidation}{,.debug}.js
**/Scripts/angular{,-[a-z]*}.js
**/Content/themes/base/**
**/jquery{-,.}[0-9]*.js
**/jquery{,.slim,.validate,.validate.unobtrusive,.unobtrusive-ajax,-ui,.ui}.js
**/bootstrap{,-grid,-reboot,-utilities,.bundle,.esm}{,.rtl}.{js,css}
**/font-awesome.css
**/normalize.css
**/modernizr-*.js
**/knockout-[0-9]*.js
**/*-vsdoc.js
**/*.intellisense.js
# Build output
**/obj/**
**/dist/**
**/.output/**
**/storybook-static/**
**/htmlcov/**
**/coverage/{lcov-report,html,tmp}/**
**/cdk.out/**
**/bin/{Debug,Release,x64,x86,ARM,ARM64,net4*,net5*,net6*,net7*,net8*,net9*,net10*,netstandard*,netcoreapp*}/**
**/*.nupkg/**
**/target/{classes,debug,release,generated-sources,generated-test-sources,surefire-reports,site}/**
**/build/{classes,generated,intermediates,libs,outputs,reports,test-results,tmp}/**
**/cmake-build-*/**
# Bundles
**/*-min.{js,css}
**/*.bundle.{js,mjs,cjs,css}
**/*.chunk.{js,mjs,cjs,css}
**/*.umd.{js,cjs}
**/*.iife.js
# Generated source
**/*.generated.{cs,vb,fs}
**/*.xsd.cs
**/*AssemblyAttributes.{cs,vb}
**/*ModelSnapshot.{cs,vb}
**/*_generated.{h,go}
**/*_gen.go
**/*.gen.go
**/wire_gen.go
**/bindata.go
**/__generated__/**
**/*.generated.{ts,tsx,js,jsx,mjs,cjs,d.ts,json,graphql,css}
**/*.gen.{ts,tsx,js}
**/*.graphql.{ts,js}
**/prisma/**/generated/**
**/generated-sources/**
**/generated-src/**
**/src/generated/**
**/src/*/generated/**
**/R.java
**/BuildConfig.java
**/gradlew
**/gradlew.bat
**/mvnw
**/mvnw.cmd
**/gradle/wrapper/**
**/.mvn/wrapper/**
**/moc_*.{cpp,cc}
**/qrc_*.cpp
**/*.{tab,yy}.{c,cc,cpp,h,hh,hpp}
**/lex.yy.{c,cc,cpp}
**/sorbet/rbi/{gems,dsl,annotations}/**
**/*.generated.swift
**/*_tlb.pas
**/*.{meta,unity,prefab,asset,physicMaterial,controller,anim,mat,lighting}
`);

/** Names that often hold secrets: never sent, always reported. */
export const SECRET_NAMES = patterns(`
**/*.{pfx,p12,jks,keystore,ppk,kdbx,pvk,publishsettings,pubxml.user,azurePubxml}
**/*.{pem,key,der,gpg}
**/id_{rsa,dsa,ecdsa,ed25519}
**/.env
**/.env.{local,production,prod,staging,dev,development,test}
**/{local.settings,secrets}.json
**/{.netrc,_netrc,.pgpass,pgpass.conf,.git-credentials,.vault-token,.my.cnf}
**/.aws/credentials
`);

/** Keys that teams commit on purpose, of assemblies and of programs that nobody publishes: not sent either, and no secret that was given away. */
export const COMMITTED_KEYS = patterns(`
**/*.snk
**/debug.keystore
`);

/** Left out by name alone, since no person writes them; `useDefaultExclusions` switches these, and those that need a sign. */
export const DEFAULT_EXCLUSIONS: readonly string[] = [
  ...LOCK_FILES,
  ...BINARIES,
  ...MINIFIED,
  ...VENDORED,
  ...BUILD_OUTPUT,
  ...GENERATED,
  ...SNAPSHOTS,
  ...BULK_DATA,
];

function patterns(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}
