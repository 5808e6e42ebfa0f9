import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Address, Client, ClientAnswer } from '../certify/ports.ts';
import { Refused } from '../errors.ts';

/** Longer than the sample may take. */
const TIMEOUT_MS = 20_000;
/** Bytes of a body that are kept. */
const MOST = 10_000;
/** Nothing was reached: what a client outside the network meets. */
const UNREACHED = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];

/**
 * A client of a VPC Lattice service: GET, each over a connection of its own unless one is kept.
 * @param endpoint a cloud on this machine answers at its endpoint for the names of its services; DNS tells unless told
 */
export function serviceClient({ protocol, name }: Address, endpoint?: string): Client {
  const base = new URL(endpoint ?? `${protocol}://${name}`);
  const secure = base.protocol === 'https:';
  const ask = (path: string, agent: HttpAgent | false) =>
    new Promise<Asked>((resolve, reject) => {
      const options = { agent, headers: { host: name }, timeout: TIMEOUT_MS };
      const sent = (secure ? requestHttps : requestHttp)(new URL(path, base), options, (response) => {
        const connection = response.socket;
        void bodyOf(response).then((answer) => resolve({ ...answer, connection, reused: sent.reusedSocket }));
      });
      sent.on('timeout', () => sent.destroy());
      sent.on('error', (error: NodeJS.ErrnoException) => {
        if (UNREACHED.includes(error.code ?? '')) reject(unreached(name, error.code ?? ''));
        else resolve({ ...CLOSED, connection: sent.socket ?? {}, reused: sent.reusedSocket });
      });
      sent.end();
    });
  return {
    get: (path) => ask(path, false),
    keep() {
      const one = { keepAlive: true, maxSockets: 1 };
      const agent = secure ? new HttpsAgent(one) : new HttpAgent(one);
      return {
        async get(path) {
          const answered = await ask(path, agent);
          // Whoever keeps a connection asks again: the other end may close one that it takes for idle.
          return answered.status === 'closed' && answered.reused ? ask(path, agent) : answered;
        },
        close: () => agent.destroy(),
      };
    },
  };
}

interface Asked extends ClientAnswer {
  readonly connection: object;
  /** Whether there had been a request on the connection before. */
  readonly reused: boolean;
}

const CLOSED: ClientAnswer = { status: 'closed', release: '', body: '' };

async function bodyOf(response: IncomingMessage): Promise<ClientAnswer> {
  const chunks: string[] = [];
  response.setEncoding('utf8');
  try {
    for await (const chunk of response as AsyncIterable<string>) chunks.push(chunk);
  } catch {
    return CLOSED;
  }
  const release = response.headers['x-release'];
  return {
    status: response.statusCode ?? 'closed',
    release: typeof release === 'string' ? release : '',
    body: chunks.join('').slice(0, MOST),
  };
}

const unreached = (name: string, code: string) =>
  new Refused(
    `NoClient: ${name} cannot be reached from here (${code}). Run this on a machine in a VPC that is associated with ` +
      'the service network (output ServiceNetworkId), and whose security group lets it in; for the local cloud give ' +
      '--local',
  );
