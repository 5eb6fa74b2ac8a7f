import { installLogWriter } from './log-writer';

/**
 * The log writer of this process. Importing this module takes stdout and stderr over,
 * so the door of the pipeline imports it first, before anything that might print.
 */
export const logWriter = installLogWriter();

// Node prints its own warnings past both streams unless somebody listens.
process.removeAllListeners('warning');
process.on('warning', (warning) => logWriter.info(`Node: ${warning.name}: ${warning.message}`));
