// The agent starts here, with whatever Node it falls back to: nothing newer than ES2015 in this file.
'use strict';

const major = parseInt(process.versions.node, 10);

if (major >= 20) {
  require('./main.js');
} else {
  const message =
    'Second Pass needs Node 20 or 24; this agent started it with Node ' +
    process.versions.node +
    '. Update the agent to 3.232.1 or later; on an old operating system the agent falls back to an older Node.';
  process.stdout.write(`##vso[task.logissue type=error;]${message}\n`);
  process.stdout.write(`##vso[task.complete result=Failed;]${message}\n`);
}
