#!/usr/bin/env node
// The command starts here, with whatever Node there is: nothing newer than ES2015 in this file.
'use strict';

const major = parseInt(process.versions.node, 10);

if (major >= 20) {
  require('./main.js');
} else {
  process.stderr.write(`Second Pass needs Node 20 or newer; this is Node ${process.versions.node}.\n`);
  process.exitCode = 2;
}
