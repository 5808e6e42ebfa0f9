import { NormalizedSchema } from '@smithy/core/schema';
import { Readable } from 'node:stream';
import { valueOf } from './answers.ts';
import { shapeFaults } from '../../src/testing/shape-faults.ts';

/** A call that changes nothing, with what its operation answers. */
export interface Reading {
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  readonly output: unknown;
}

export interface Shapes {
  /** Operations of which an answer was held against its model. */
  readonly looked: Set<string>;
  /** What good answers had that the SDK's own models do not, and the other way round. */
  readonly faults: Set<string>;
}

/** As much of a client as is needed to see what arrives, and what it is taken for. */
interface Watched {
  middlewareStack: {
    add(
      middleware: (next: (args: never) => Promise<Arrived>, context: Context) => (args: never) => Promise<Arrived>,
      options: { step: 'deserialize'; priority: 'low' },
    ): void;
  };
}

interface Arrived {
  readonly response: {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    body: AsyncIterable<Uint8Array>;
  };
}

interface Context {
  readonly commandName?: string;
  /** Kind, namespace, name, traits, input, output. */
  readonly __smithy_context?: { readonly operationSchema?: readonly unknown[] };
}

/** The answer's own members are these: others come in headers, or as the status. */
const elsewhere = (member: NormalizedSchema): boolean => {
  const { httpHeader, httpResponseCode, httpPayload } = member.getMergedTraits();
  return httpHeader !== undefined || httpResponseCode !== undefined || httpPayload !== undefined;
};

/**
 * Holds every good answer against the model of its operation, before the client leaves out what it does not know.
 * Those that are the function's own are not looked at.
 */
export function watchShapes(client: unknown, service: string, shapes: Shapes): void {
  (client as Watched).middlewareStack.add(
    (next, { commandName = '', __smithy_context: { operationSchema } = {} }) =>
      async (args) => {
        const arrived = await next(args);
        const { response } = arrived;
        const chunks: Uint8Array[] = [];
        for await (const chunk of response.body) chunks.push(chunk);
        response.body = Readable.from(chunks, { objectMode: false });
        const output = operationSchema?.[5];
        if (output !== undefined && response.statusCode < 300 && !isPayload(output)) {
          const name = `${service} ${commandName.replace(/Command$/, '')}`;
          const contentType = response.headers['content-type'] ?? '';
          const value = valueOf({ contentType, body: Buffer.concat(chunks), output });
          if (value !== undefined) shapes.looked.add(contentType.includes('cbor') ? `${name} in CBOR` : name);
          for (const fault of shapeFaults(value, output, name, { elsewhere })) shapes.faults.add(fault);
        }
        return arrived;
      },
    { step: 'deserialize', priority: 'low' },
  );
}

/** As much of a client as is needed to see what it is asked. */
interface Asked {
  middlewareStack: {
    add(
      middleware: (
        next: (args: { readonly input: unknown }) => Promise<unknown>,
        context: Context,
      ) => (args: { readonly input: unknown }) => Promise<unknown>,
      options: { step: 'initialize' },
    ): void;
  };
}

/** Remembers the calls that change nothing and were answered well, so that they can be made without a transport. */
export function watchReadings(client: unknown, service: string, readings: Reading[]): void {
  (client as Asked).middlewareStack.add(
    (next, { commandName = '', __smithy_context: { operationSchema } = {} }) =>
      async (args) => {
        const answer = await next(args);
        const operation = commandName.replace(/Command$/, '');
        if (/^(Describe|Get|List)/.test(operation))
          readings.push({ service, operation, input: args.input, output: operationSchema?.[5] });
        return answer;
      },
    { step: 'initialize' },
  );
}

const isPayload = (output: unknown): boolean => {
  const schema = NormalizedSchema.of(output as never);
  return (
    schema.isStructSchema() &&
    [...schema.structIterator()].some(([, member]) => member.getMergedTraits().httpPayload !== undefined)
  );
};
