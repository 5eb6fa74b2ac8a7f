import { environmentName, readVariableNames } from './variable-names';

type Environment = Record<string, string | undefined>;

/** What would steer git, a scanner, a library or Node past our own settings, or write down what they do. */
const STRAY =
  /^(?:GIT_|SEMGREP_|OPENGREP_|PYTHON|SSL_CERT_|SSLKEYLOGFILE$|OPENSSL_|OTEL_|CURL_|NODE_|LD_|DYLD_|UV_|XDG_CONFIG|PERL5|RUBYOPT$|BASH_ENV$)|_PROXY$/i;

/** Read when the process began, so that taking them away would hide that they worked; they are told elsewhere. */
const READ_AT_START = /^(?:NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|LD_PRELOAD|DYLD_INSERT_LIBRARIES)$/i;

const FOREIGN_TRUST =
  'NODE_EXTRA_CA_CERTS is a variable of this pipeline or was set by a step: its certificates are not trusted here. ' +
  'Give the authority to the agent (--sslcacert, or the variable in the environment of the agent itself).';

export interface StrayReport {
  /** Set on the agent itself. */
  notes: readonly string[];
  /** Set by the pipeline or by a step of this job. */
  warnings: readonly string[];
  /** True when what Node trusts besides its own authorities was named by the pipeline or a step. */
  isTrustForeign: boolean;
}

/** Takes stray variables out of the environment and names each: nothing of ours reads them, and no child is to. */
export function removeStrayVariables(environment: Environment = process.env): StrayReport {
  const ofPipeline = new Set(readVariableNames(environment).open.map(environmentName));
  const strays = Object.keys(environment).filter((name) => STRAY.test(name) && !READ_AT_START.test(name));
  for (const name of strays) delete environment[name];
  const foreign = strays.filter((name) => ofPipeline.has(name.toUpperCase()));
  const own = strays.filter((name) => !foreign.includes(name));
  const isTrustForeign = ofPipeline.has('NODE_EXTRA_CA_CERTS') && Boolean(environment.NODE_EXTRA_CA_CERTS);
  return {
    notes: own.length === 0 ? [] : [`Not used, and removed from this task: ${own.sort().join(', ')}.`],
    warnings: [
      ...(foreign.length === 0
        ? []
        : [`Set by this pipeline or a step of it, not used, and removed: ${foreign.sort().join(', ')}.`]),
      ...(isTrustForeign ? [FOREIGN_TRUST] : []),
    ],
    isTrustForeign,
  };
}
