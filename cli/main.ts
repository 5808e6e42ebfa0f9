import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pc from 'picocolors';
import manifest from '../package.json' with { type: 'json' };
import { awsCloud } from './aws/cloud.ts';
import type { Host } from './context.ts';
import { Interrupted } from './errors.ts';
import { runProgram } from './program.ts';
import { Status } from './status.ts';

// The SDK's hint about Node.js versions is about the machine that somebody types on; what is deployed runs on Lambda's.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => interrupted.abort(new Interrupted(signal)));

// Whoever read this went away, as `head` does: there is nobody left to tell.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(Status.closedPipe);
  });
}

const host: Host = {
  terminal: {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    // A terminal that does not know its size says 0; a dumb one cannot redraw.
    size: () =>
      process.stdout.isTTY && process.env['TERM'] !== 'dumb'
        ? { columns: process.stdout.columns || 80, rows: process.stdout.rows || 24 }
        : undefined,
    colors: pc.createColors(pc.isColorSupported && process.stdout.isTTY),
  },
  env: process.env,
  program: process.env['npm_lifecycle_event'] === 'canary' ? 'npm run canary --' : 'lattice-canary',
  version: manifest.version,
  connect: awsCloud,
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, { signal });
  },
  signal: interrupted.signal,
  files: {
    read: (path) =>
      path === '-' ? readFileSync(0, 'utf8') : existsSync(path) ? readFileSync(path, 'utf8') : undefined,
    write: (path, text) => writeFileSync(path, text),
  },
};

process.exitCode = await runProgram(process.argv.slice(2), host);
