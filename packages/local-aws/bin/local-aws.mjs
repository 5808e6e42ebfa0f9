#!/usr/bin/env node
// The program in one file, which `npm install` builds in this folder: Node.js 20 runs no TypeScript.
await import('../dist/cli.mjs');
