/** One published package, pinned by the hash of its archive. */
export interface GrammarPackage {
  name: string;
  version: string;
  licence: string;
  /** As the registry and every lock file write it. */
  integrity: string;
}

/** Where the grammar of a folder comes from. */
export interface GrammarSource {
  folder: string;
  package: GrammarPackage;
  /** The compiled grammar inside the package; absent where it has to be compiled. */
  wasm?: string;
  /** C sources inside the package, for a grammar that is published without a compiled one. */
  compile?: { symbol: string; files: readonly string[]; repairs: readonly Repair[] };
  /** Node types inside the package, for people who write tables. */
  nodeTypes?: string;
  /** A second package whose licence text belongs to this grammar. */
  notice?: GrammarPackage;
}

/** A fault of a published source that is mended before it is compiled. */
export interface Repair {
  file: string;
  was: string;
  becomes: string;
  reason: string;
}

const TYPESCRIPT: GrammarPackage = {
  name: 'tree-sitter-typescript',
  version: '0.23.2',
  licence: 'MIT',
  integrity: 'sha512-e04JUUKxTT53/x3Uq1zIL45DoYKVfHH4CZqwgZhPg5qYROl5nQjV+85ruFzFGZxu+QeFVbRTPDRnqL9UbU4VeA==',
};

/** The best source of each grammar that loads in web-tree-sitter 0.27 and reads today's syntax. */
export const GRAMMAR_SOURCES: readonly GrammarSource[] = [
  official('bash', 'tree-sitter-bash', '0.25.1', 'tree-sitter-bash.wasm', {
    integrity: 'sha512-7hMytuYIMoXOq24yRulgIxthE9YmggZIOHCyPTTuJcu6EU54tYD+4G39cUb28kxC6jMf/AbPfWGLQtgPTdh3xw==',
  }),
  official('cpp', 'tree-sitter-cpp', '0.23.4', 'tree-sitter-cpp.wasm', {
    integrity: 'sha512-qR5qUDyhZ5jJ6V8/umiBxokRbe89bCGmcq/dk94wI4kN86qfdV8k0GHIUEKaqWgcu42wKal5E97LKpLeVW8sKw==',
  }),
  official('csharp', 'tree-sitter-c-sharp', '0.23.5', 'tree-sitter-c_sharp.wasm', {
    integrity: 'sha512-xJGOeXPMmld0nES5+080N/06yY6LQi+KWGWV4LfZaZe6srJPtUtfhIbRSN7EZN6IaauzW28v6W4QHFwmeUW6HQ==',
  }),
  official('go', 'tree-sitter-go', '0.25.0', 'tree-sitter-go.wasm', {
    integrity: 'sha512-APBc/Dq3xz/e35Xpkhb1blu5UgW+2E3RyGWawZSCNcbGwa7jhSQPS8KsUupuzBla8PCo8+lz9W/JDJjmfRa2tw==',
  }),
  official('java', 'tree-sitter-java', '0.23.5', 'tree-sitter-java.wasm', {
    integrity: 'sha512-Yju7oQ0Xx7GcUT01mUglPP+bYfvqjNCGdxqigTnew9nLGoII42PNVP3bHrYeMxswiCRM0yubWmN5qk+zsg0zMA==',
  }),
  official('kotlin', '@tree-sitter-grammars/tree-sitter-kotlin', '1.1.0', 'tree-sitter-kotlin.wasm', {
    integrity: 'sha512-vlVXaxEE8t2kpJgfZpa8XVvxcnKw9AYtRTgy7KWjsDmAsadk06RxAT80IXOgGQnmM9i/orQn1nD84gPNUHu6DQ==',
  }),
  official('php', 'tree-sitter-php', '0.24.2', 'tree-sitter-php.wasm', {
    integrity: 'sha512-zwgAePc/HozNaWOOfwRAA+3p8yhuehRw8Fb7vn5qd2XjiIc93uJPryDTMYTSjBRjVIUg/KY6pM3rRzs8dSwKfw==',
  }),
  official('python', 'tree-sitter-python', '0.25.0', 'tree-sitter-python.wasm', {
    integrity: 'sha512-eCmJx6zQa35GxaCtQD+wXHOhYqBxEL+bp71W/s3fcDMu06MrtzkVXR437dRrCrbrDbyLuUDJpAgycs7ncngLXw==',
  }),
  official('ruby', 'tree-sitter-ruby', '0.23.1', 'tree-sitter-ruby.wasm', {
    integrity: 'sha512-d9/RXgWjR6HanN7wTYhS5bpBQLz1VkH048Vm3CodPGyJVnamXMGb8oEhDypVCBq4QnHui9sTXuJBBP3WtCw5RA==',
  }),
  {
    // The official package holds an older compiled grammar that parses less; see docs/performance.md.
    ...official('rust', '@vscode/tree-sitter-wasm', '0.3.1', 'wasm/tree-sitter-rust.wasm', {
      integrity: 'sha512-RJFoomET6FajjG511fmQxeBQfU6M24a0aFZPqpid+ttIxanWf1VGytBG0UmsGjt07qmIPJS8U31D+aecuCucsQ==',
    }),
    notice: {
      name: 'tree-sitter-rust',
      version: '0.24.0',
      licence: 'MIT',
      integrity: 'sha512-NWemUDf629Tfc90Y0Z55zuwPCAHkLxWnMf2RznYu4iBkkrQl2o/CHGB7Cr52TyN5F1DAx8FmUnDtCy9iUkXZEQ==',
    },
  },
  official('scala', 'tree-sitter-scala', '0.24.0', 'tree-sitter-scala.wasm', {
    integrity: 'sha512-vkMuAUrBZ1zZz2XcGDQk18Kz73JkpgaeXzbNVobPke0G35sd9jH32aUxG6OLRKM7et0TbsfqkWf4DeJoGk4K1g==',
  }),
  {
    folder: 'swift',
    package: {
      name: 'tree-sitter-swift',
      version: '0.7.1',
      licence: 'MIT',
      integrity: 'sha512-pneKVTuGamaBsqqqfB9BvNQjktzh/0IVPR54jLB5Fq/JTDQwYHd0Wo6pVyZ5jAYpbztzq+rJ/rpL9ruxTmSoKw==',
    },
    compile: {
      symbol: 'tree_sitter_swift',
      files: ['src/parser.c', 'src/scanner.c'],
      repairs: [
        {
          file: 'src/scanner.c',
          was: 'calloc(0, sizeof(struct ScannerState))',
          becomes: 'calloc(1, sizeof(struct ScannerState))',
          reason: 'The scanner state had no memory of its own, so trees depended on the files parsed before.',
        },
      ],
    },
  },
  {
    // A generic dialect of the same package reads Terraform's own files and all other HCL.
    ...official('terraform', '@tree-sitter-grammars/tree-sitter-hcl', '1.2.0', 'tree-sitter-terraform.wasm', {
      integrity: 'sha512-2bVnOojkkdMLevp0G4v3ksbNoOQFc/Pt9GAdWX4i3aykVyI+CkktE1hsF/XAeUQFjwgGrVZnEyeCll5oD7Ibfg==',
      licence: 'Apache-2.0',
    }),
  },
  { folder: 'tsx', package: TYPESCRIPT, wasm: 'tree-sitter-tsx.wasm' },
  { folder: 'typescript', package: TYPESCRIPT, wasm: 'tree-sitter-typescript.wasm' },
  official('yaml', '@tree-sitter-grammars/tree-sitter-yaml', '0.7.1', 'tree-sitter-yaml.wasm', {
    integrity: 'sha512-AynBwkIoQCTgjDR33bDUp9Mqq+YTco0is3n5hRApMqG9of/6A4eQsfC1/uSEeHSUyMQSYawcAWamsexnVpIP4Q==',
  }),
];

function official(
  folder: string,
  name: string,
  version: string,
  wasm: string,
  { integrity, licence = 'MIT' }: { integrity: string; licence?: string },
): GrammarSource {
  return { folder, package: { name, version, licence, integrity }, wasm };
}
