import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { ServiceName } from '../../src/catalogue.ts';
import type { Caller, Input, Operation } from '../../src/core/types.ts';
import { type Database, startDatabase } from '../../src/dynamodb/database.ts';
import { type Endpoint, type EndpointOptions, startEndpoint } from '../../src/wire/endpoint.ts';
import { SERVICES, stubbed } from '../services.ts';

export interface Recorded {
  readonly service: ServiceName;
  readonly operation: string;
  readonly input: Input;
  readonly caller: Caller;
}

/** What an operation of the stub answers: a result, or an error to throw. */
export type Answers = Partial<Record<ServiceName, Record<string, object>>>;

export interface Harness extends Endpoint {
  readonly calls: Recorded[];
  readonly lines: string[];
  /** Options of a real SDK client that talks to this endpoint. */
  readonly client: {
    endpoint: string;
    region: string;
    maxAttempts: number;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
}

/** An endpoint over operations that only remember what they got and answer what they were told. */
export async function startHarness(answers: Answers, options: Partial<EndpointOptions> = {}): Promise<Harness> {
  const calls: Recorded[] = [];
  const lines: string[] = [];
  const stub =
    (service: ServiceName, operation: string, answer: object): Operation =>
    (input, caller) => {
      calls.push({ service, operation, input, caller });
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    };
  const services = Object.values(SERVICES).map((service) => {
    const own = Object.entries(answers[service.name] ?? {});
    return stubbed(service, Object.fromEntries(own.map(([name, answer]) => [name, stub(service.name, name, answer)])));
  });
  const endpoint = await startEndpoint({
    port: 0,
    services,
    log: (service, message) => lines.push(`${service}: ${message}`),
    ...options,
  });
  const client = {
    endpoint: endpoint.url,
    region: 'eu-central-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret' },
  };
  return { ...endpoint, calls, lines, client };
}

/** One for all tests of a file. It is there once they run, and has forgotten before each what was called and logged. */
export function sharedHarness(answers: Answers, options: () => Promise<Partial<EndpointOptions>> = async () => ({})) {
  const harness = {} as Harness;
  beforeAll(async () => void Object.assign(harness, await startHarness(answers, await options())));
  afterAll(() => harness.close());
  beforeEach(() => {
    harness.calls.length = 0;
    harness.lines.length = 0;
  });
  return harness;
}

/** The same with tables behind it. */
export function sharedHarnessWithTables(answers: Answers): Harness {
  let database: Database | undefined;
  // What is to be closed last comes first.
  afterAll(async () => database?.close());
  return sharedHarness(answers, async () => {
    database = await startDatabase({ account: '123456789012', region: 'eu-west-1' });
    return { dynamodbUrl: database.url };
  });
}
