const CODE =
  /\.(?:[cm]?[jt]sx?|vue|svelte|html?|cs|vb|fs|py|rb|php|java|kts?|go|rs|c|cc|cpp|h|hpp|mm?|swift|dart|lua|pl|sh|bash|ps[dm]?1|bat|cmd|sql|gradle|groovy|scala)$/i;

/** By such a name it may be code, whatever folder or second ending has it left out. */
export function isCodeName(path: string): boolean {
  return CODE.test(path);
}

/** Words for people, and data that nothing runs. */
const INERT =
  /\.(?:md|markdown|rst|adoc|asciidoc|org|txt|text|csv|tsv|log|po|pot|xlf|xliff|resx|strings|bib|srt|vtt)$/i;

/** By such a name nothing that anybody knows runs it. */
export function isInertName(path: string): boolean {
  return INERT.test(path);
}
