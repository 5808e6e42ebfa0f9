import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Address, Client, ClientAnswer } from '../certify/ports.ts';
import { Refused } from '../errors.ts';

/** Longer than the sample may take. */
const TIMEOUT_MS = 20_000;
/** Bytes of a body that are kept. */
const MOST = 10_000;
/** Nothing was reached: what a client outside the network meets. */
const UNREACHED = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];

/**
 * A client of a VPC Lattice service: GET, each over a connection of its own, so that none stays with a weight.
 * @param endpoint a cloud on this machine answers at its endpoint for the names of its services; DNS tells unless told
 */
export function serviceClient({ protocol, name }: Address, endpoint?: string): Client {
  return {
    get: (path) =>
      new Promise((resolve, reject) => {
        const options = { agent: false, headers: { host: name }, timeout: TIMEOUT_MS };
        const url = new URL(path, endpoint ?? `${protocol}://${name}`);
        const send = url.protocol === 'https:' ? requestHttps : requestHttp;
        const sent = send(url, options, (response) => void bodyOf(response).then(resolve));
        sent.on('timeout', () => sent.destroy());
        sent.on('error', (error: NodeJS.ErrnoException) => {
          if (UNREACHED.includes(error.code ?? '')) reject(unreached(name, error.code ?? ''));
          else resolve({ status: 'closed', release: '', body: '' });
        });
        sent.end();
      }),
  };
}

async function bodyOf(response: IncomingMessage): Promise<ClientAnswer> {
  const chunks: string[] = [];
  response.setEncoding('utf8');
  try {
    for await (const chunk of response as AsyncIterable<string>) chunks.push(chunk);
  } catch {
    return { status: 'closed', release: '', body: '' };
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
