import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { UpdateListenerCommand, VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { type Cloud, createCloud } from '../../local/cloud.ts';
import { synthesize } from '../../local/template/synth.ts';
import type { Benchmark } from '../benchmark.ts';
import { inNewFolder } from '../support/folder.ts';
import { ROOT, runProgram } from '../support/program.ts';

const WEIGHT = 10;
const REQUESTS = { warmUp: 1_000, one: 3_000, many: 20_000, weights: 100_000 } as const;
const HEADER = 'x-local-target-group';
const PATH = '/hello';
const TSX = [process.execPath, '--import', 'tsx'] as const;

export const dataPlane: Benchmark = {
  name: 'data-plane',
  title: 'The local data plane',
  how: 'Requests over 1 and 64 kept connections, from a process of its own, beside a bare node:http server in another process with the same answer; then 100,000 requests at 90/10.',
  limit: 'Every request crosses to a function\'s process and back, as text, besides being served by HTTP.',
  floor: 'The bare server: HTTP alone.',
  run: (signal) =>
    inNewFolder(async (folder) => {
      const cloud = await createCloud({ speed: 1, propagationSeconds: 0, outDir: join(folder, 'out') });
      try {
        await synthesize({ appDir: ROOT, outDir: join(folder, 'assembly') });
        await cloud.deploy(join(folder, 'assembly'));
        const url = cloud.traffic.url + PATH;
        const bare = await startBare(url);
        try {
          const ask = (target: string, connections: number, requests: number) => load(target, { connections, requests, header: HEADER }, signal);
          await ask(url, 64, REQUESTS.warmUp);
          const [one, bareOne] = [await ask(url, 1, REQUESTS.one), await ask(bare.url, 1, REQUESTS.one)];
          const [many, bareMany] = [await ask(url, 64, REQUESTS.many), await ask(bare.url, 64, REQUESTS.many)];
          await split(cloud);
          const { counts } = await ask(url, 64, REQUESTS.weights);
          const canary = (100 * (counts[cloud.outputs['CanaryTargetGroupId'] ?? ''] ?? 0)) / REQUESTS.weights;
          return [
            { what: '1 connection, requests a second', value: one.perSecond, unit: '' },
            { what: '1 connection, bare server', value: bareOne.perSecond, unit: '' },
            { what: '64 connections, requests a second', value: many.perSecond, unit: '' },
            { what: '64 connections, bare server', value: bareMany.perSecond, unit: '' },
            { what: '64 connections, share of the bare server', value: (100 * many.perSecond) / bareMany.perSecond, unit: '%', budget: { least: 50 } },
            { what: `canary's share of 100,000 requests at ${WEIGHT} %, off by`, value: (100 * Math.abs(canary - WEIGHT)) / WEIGHT, unit: '%', budget: { most: 1 } },
          ];
        } finally {
          bare.kill();
        }
      } finally {
        await cloud.close();
      }
    }),
};

/** A bare server that answers what the data plane answers. */
async function startBare(url: string): Promise<{ readonly url: string; kill(): void }> {
  const answer = await fetch(url);
  const { connection: _, date: __, 'keep-alive': ___, ...headers } = Object.fromEntries(answer.headers);
  const [command, ...args] = [...TSX, 'bench/support/bare-server.ts', JSON.stringify({ headers, body: await answer.text() })];
  const child = spawn(command ?? '', args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${port.toString().trim()}${PATH}`, kill: () => void child.kill() };
}

async function load(url: string, options: object, signal: AbortSignal): Promise<{ perSecond: number; counts: Readonly<Record<string, number>> }> {
  const { output } = await runProgram([...TSX, 'bench/support/load-program.ts', url, JSON.stringify(options)], { signal });
  return JSON.parse(output) as { perSecond: number; counts: Readonly<Record<string, number>> };
}

async function split({ endpoint, place, outputs }: Cloud): Promise<void> {
  const client = new VPCLatticeClient({ endpoint: endpoint.url, region: place.region, credentials: { accessKeyId: 'operator', secretAccessKey: 'not-verified' } });
  const shares = [['ProductionTargetGroupId', 100 - WEIGHT], ['CanaryTargetGroupId', WEIGHT]] as const;
  const targetGroups = shares.map(([name, weight]) => ({ targetGroupIdentifier: outputs[name] ?? '', weight }));
  await client.send(new UpdateListenerCommand({ serviceIdentifier: outputs['ServiceId'] ?? '', listenerIdentifier: outputs['ListenerId'] ?? '', defaultAction: { forward: { targetGroups } } }));
  client.destroy();
}
