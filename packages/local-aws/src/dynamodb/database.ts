import { createRequire } from 'node:module';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from '../core/aws-error.ts';
import type { Place } from '../core/types.ts';

// dynalite brings no types.
const dynalite = createRequire(import.meta.url)('dynalite') as (options: {
  createTableMs: number;
  deleteTableMs: number;
}) => Server;

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
  close(): Promise<void>;
}

/** Starts dynalite on a port of its own; its tables are usable as soon as they are created. */
export async function startDatabase(place: Place): Promise<Database> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const call = (operation: string, input: object) => callDatabase(url, place, operation, input);
  return {
    url,
    createTable: (definition) => call('CreateTable', definition),
    deleteTable: (TableName) => call('DeleteTable', { TableName }),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined || error === null ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

/** dynalite wants a signature and does not look at it; a client for two calls would be a large thing to load. */
async function callDatabase(url: string, { region }: Place, operation: string, input: object): Promise<void> {
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
  if (response.ok) return;
  const { __type: type = '', message = '' } = (await response.json()) as { __type?: string; message?: string };
  throw new AwsError(type.split('#').at(-1) ?? type, `${operation}: ${message}`, response.status);
}
