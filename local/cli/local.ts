import { join } from 'node:path';
import { aborted, writeWhole } from 'local-aws/cli';
import { FIRST_RELEASE } from '../scenarios/scenarios.ts';
import { doubtLines } from 'local-aws';
import { runMain } from './main.ts';
import { type LocalOptions, parseLocalOptions } from './options.ts';
import { openEmpty } from './empty.ts';
import { openOwnApp } from './own-app.ts';
import { knownReleases, openStage, OUT_DIR } from './stage.ts';

const STACK_NAME = 'CanaryDeploymentLatticeStack';

await runMain(async (signal) => {
  const options = parseLocalOptions(process.argv.slice(2), knownReleases());
  process.stderr.write(doubtLines(options.doubt));
  const running = await open(options, signal);
  try {
    // The form of `cdk deploy --outputs-file`, so that scripts read both the same way.
    writeWhole(join(OUT_DIR, 'outputs.json'), `${JSON.stringify(running.outputs, null, 2)}\n`);
    process.stderr.write(running.notices.map((line) => `${line}\n`).join(''));
    process.stdout.write(`ready ${running.url}\n${running.lines.map((line) => `${line}\n`).join('')}`);
    await aborted(signal);
    return 0;
  } finally {
    await running.close();
  }
});

function open(options: LocalOptions, signal: AbortSignal): Promise<Running> {
  const { app, empty } = options;
  if (empty) return withoutStack(options);
  return app === undefined ? sample(options, signal) : ownApp({ ...options, app }, signal);
}

interface Running {
  /** Of the AWS endpoint. */
  readonly url: string;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly lines: readonly string[];
  /** A sentence for each version whose code cannot be loaded, and for whatever else is not as one may think. */
  readonly notices: readonly string[];
  close(): Promise<void>;
}

async function sample(
  { port, consolePort, speed, rps, path, throttle, concurrency, doubt, candidate }: LocalOptions,
  signal: AbortSignal,
): Promise<Running> {
  const stage = await openStage({
    first: FIRST_RELEASE,
    candidate,
    speed,
    rps,
    port,
    throttle,
    doubts: doubt,
    consolePort,
    tell: () => undefined,
    outDir: OUT_DIR,
    signal,
    ...(path === undefined ? {} : { path }),
    ...(concurrency === undefined ? {} : { concurrency }),
  });
  const { endpoint, outputs } = stage.cloud;
  return {
    url: endpoint.url,
    outputs: { [STACK_NAME]: outputs },
    lines: [`console ${stage.consoleUrl}`],
    notices: stage.cloud.functions.notLoaded(),
    close: () => stage.close(),
  };
}

async function withoutStack(options: LocalOptions): Promise<Running> {
  const empty = await openEmpty({ ...options, outDir: OUT_DIR });
  const { endpoint, place, traffic } = empty.cloud;
  const keys = 'AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local';
  const lines = [
    `console ${empty.consoleUrl}`,
    `traffic ${traffic.url}`,
    `export AWS_ENDPOINT_URL=${endpoint.url} AWS_REGION=${place.region} ${keys}`,
  ];
  return { url: endpoint.url, outputs: {}, lines, notices: [], close: () => empty.close() };
}

async function ownApp(options: LocalOptions & { readonly app: string }, signal: AbortSignal): Promise<Running> {
  const app = await openOwnApp({ ...options, outDir: OUT_DIR, signal });
  const { endpoint, traffic } = app.cloud;
  const lines = [
    `console ${app.consoleUrl}`,
    ...app.hosts.map((host) => `service ${host}: curl -H 'Host: ${host}' ${traffic.url}${options.path ?? '/'}`),
  ];
  return { url: endpoint.url, outputs: app.outputs, lines, notices: app.notices, close: () => app.close() };
}
