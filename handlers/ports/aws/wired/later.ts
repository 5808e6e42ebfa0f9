import type { Concurrency } from '../../lambda.ts';
import { concurrencyPerVersion, hasConcurrency, hasPreview } from './has.ts';
import type { Wires, Wiring } from './wiring.ts';

/*
 * The ports that a function seldom calls, or only once the listener is written: each is the same as its namesake in
 * this folder, but that its client is read and started when it is first called. Which of its ports a handler imports
 * from here is its own choice: what it always calls belongs to its start, where Lambda has more processor for it.
 */

type Method = (...args: never[]) => Promise<unknown>;
/** Whose members are methods, but for those that are known without a client. */
type Loadable<Port, Known> = Readonly<Record<Exclude<keyof Port, keyof Known>, Method>>;

/**
 * @param load imports the module, and takes the wiring from it
 * @param known what the port tells besides its methods. @default - nothing
 */
function later<Port extends Loadable<Port, Known>, Known extends Partial<Port> = object>(
  load: () => Promise<Wiring<Port | undefined>>,
  known?: (wires: Wires) => Known,
): Wiring<Port> {
  return (wires) => {
    let loaded: Promise<Port> | undefined;
    const call = async (method: keyof Port, args: never[]) => {
      loaded ??= make(load, wires);
      // A failure is not kept.
      const port = await loaded.catch((error: unknown) => {
        loaded = undefined;
        throw error;
      });
      return (port[method] as Method)(...args);
    };
    return new Proxy((known?.(wires) ?? {}) as Port, {
      get(told, member) {
        if (member in told) return told[member as keyof Port];
        // A promise that is given a port must not take it for another promise.
        return member === 'then' ? undefined : async (...args: never[]) => call(member as keyof Port, args);
      },
    });
  };
}

async function make<Port>(load: () => Promise<Wiring<Port | undefined>>, wires: Wires): Promise<Port> {
  const port = (await load())(wires);
  if (port === undefined) throw new Error('a port was called that the environment does not tell of');
  return port;
}

/** undefined where the function's environment does not tell of it. */
const where =
  <Port>(isThere: (wires: Wires) => boolean, wiring: Wiring<Port>): Wiring<Port | undefined> =>
  (wires) =>
    isThere(wires) ? wiring(wires) : undefined;

const lambda = async () => import('./lambda.ts');

export const versions = later(async () => (await lambda()).versions);
export const preview = where(
  hasPreview,
  later(async () => (await lambda()).preview),
);
export const concurrency = where(
  hasConcurrency,
  later<Concurrency, Pick<Concurrency, 'perVersion'>>(
    async () => (await lambda()).concurrency,
    (wires) => ({ perVersion: concurrencyPerVersion(wires) }),
  ),
);
export const alarms = later(async () => (await import('./cloudwatch.ts')).alarms);
export const meter = later(async () => (await import('./cloudwatch.ts')).meter);
export const announcer = later(async () => (await import('./announcer.ts')).announcer);
export const executions = later(async () => (await import('./executions.ts')).executions);
