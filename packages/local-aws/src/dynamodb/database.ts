import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from '../core/aws-error.ts';
import { foreignRequest } from '../core/guard.ts';
import type { Place } from '../core/types.ts';
import { dynalite } from './dynalite.ts';

const KEEP_ALIVE_MS = 600_000;

/** A table as CreateTable takes it. */
export interface TableDefinition {
  readonly TableName: string;
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  readonly BillingMode: 'PAY_PER_REQUEST';
}

/** DynamoDB's tables in this process's memory; they are gone when it ends. */
export interface Database {
  /** Where the functions' clients send their requests. */
  readonly url: string;
  createTable(definition: TableDefinition): Promise<void>;
  deleteTable(name: string): Promise<void>;
  /**
   * Any other operation, by AWS's names.
   * @throws AwsError as DynamoDB would answer
   */
  call(operation: string, input: object): Promise<object>;
  /** Name of the attribute that is the table's partition key; undefined for a table that is not there. */
  partitionKeyOf(table: string): string | undefined;
  close(): Promise<void>;
}

/** Starts dynalite on a port of its own; its tables are usable as soon as they are created. */
export async function startDatabase(place: Place): Promise<Database> {
  const server = dynalite(place);
  guard(server);
  // A shorter time than clients have makes them run into connections that are being closed.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const call = (operation: string, input: object) => callDatabase(url, place, operation, input);
  const partitionKeys = new Map<string, string | undefined>();
  return {
    url,
    call,
    partitionKeyOf: (table) => partitionKeys.get(table),
    async createTable(definition) {
      await call('CreateTable', definition);
      const partition = definition.KeySchema.find(({ KeyType }) => KeyType === 'HASH');
      partitionKeys.set(definition.TableName, partition?.AttributeName);
    },
    async deleteTable(TableName) {
      await call('DeleteTable', { TableName });
      partitionKeys.delete(TableName);
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined || error === null ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

/**
 * By itself dynalite answers pages of every site and lets them read the answer, and ends the process with an error that
 * it did not foresee, such as a body of `null`.
 */
function guard(server: Server): void {
  const [serve] = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request').on('request', (request, response) => {
    const foreign = foreignRequest(request.headers, request.socket.localPort ?? 0);
    if (foreign !== undefined)
      return response.writeHead(403, { 'content-type': 'text/plain' }).end(`this is the local DynamoDB: ${foreign}`);
    // It reads, answers and fails in what it lets the request call.
    const on = request.on.bind(request) as (event: string, listener: Listener) => IncomingMessage;
    const guarded = (event: string, listener: Listener) =>
      on(event, (...args) => {
        try {
          listener(...args);
        } catch (error) {
          fail(response, error);
        }
      });
    Object.assign(request, { on: guarded });
    return serve?.(request, response);
  });
}

type Listener = (...args: unknown[]) => void;

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return;
  const answer = { __type: 'InternalServerError', message: `the local DynamoDB failed: ${String(error)}` };
  response.writeHead(500, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
}

/** dynalite wants a signature and does not look at it; a client for a few calls would be a large thing to load. */
async function callDatabase(url: string, { region }: Place, operation: string, input: object): Promise<object> {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'x-amz-date': '20260101T000000Z',
    authorization:
      `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/dynamodb/aws4_request, SignedHeaders=host, ` +
      'Signature=local',
    connection: 'close',
  };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) });
  if (response.ok) return (await response.json()) as object;
  const { __type: type = '', message = '' } = (await response.json()) as { __type?: string; message?: string };
  throw new AwsError(type.split('#').at(-1) ?? type, `${operation}: ${message}`, response.status);
}
