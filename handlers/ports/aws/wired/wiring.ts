import { Env, type EnvName } from '../../../../statemachine/contract/names.ts';
import type { Log } from '../../logger.ts';
import { systemClock } from '../../system-clock.ts';
import { readEnv, type Environment } from '../env.ts';

/** What a port is made from. */
export interface Wires {
  readonly logger: Log;
  /** @throws EnvironmentError */
  readonly setting: (name: EnvName) => string;
  readonly isSet: (name: EnvName) => boolean;
  /** Of the function's aliases; '' where they have none. */
  readonly prefix: () => string;
  /** One client for all ports that want the same one: they share its connections. */
  readonly client: <Settings, Client>(kind: new (settings: Settings) => Client, settings: Settings) => Client;
}

/** Makes a port, when it is first asked for. @throws EnvironmentError where its own variables are not as expected */
export type Wiring<Port> = (wires: Wires) => Port;

type Wired<W extends Readonly<Record<string, Wiring<unknown>>>> = { readonly [N in keyof W]: ReturnType<W[N]> };

/**
 * The ports of one function over AWS clients. Nothing is read or built before a port is first used, and each reads only
 * its own variables of the environment. A failure is not kept: the next use tries again.
 */
export function wire<W extends Readonly<Record<string, Wiring<unknown>>>>(
  wirings: W,
  logger: Log,
  env: Environment = process.env,
): Wired<W> & { readonly clock: typeof systemClock; readonly service: string } {
  const wires = wiresOf(logger, env);
  const made = new Map<string, unknown>();
  const ports = { clock: systemClock };
  Object.defineProperty(ports, 'service', { enumerable: true, get: () => wires.setting(Env.service) });
  for (const [name, make] of Object.entries(wirings)) {
    const get = () => {
      if (!made.has(name)) made.set(name, make(wires));
      return made.get(name);
    };
    Object.defineProperty(ports, name, { enumerable: true, get });
  }
  return ports as Wired<W> & { readonly clock: typeof systemClock; readonly service: string };
}

function wiresOf(logger: Log, env: Environment): Wires {
  const clients = new Map<unknown, Map<unknown, unknown>>();
  const setting = (name: EnvName) => readEnv(env, name);
  return {
    logger,
    setting,
    isSet: (name) => env[name] !== undefined,
    prefix: () => (env[Env.aliasPrefix] === undefined ? '' : setting(Env.aliasPrefix)),
    client: <Settings, Client>(kind: new (settings: Settings) => Client, settings: Settings) => {
      const ofKind = clients.get(kind) ?? new Map<unknown, unknown>();
      clients.set(kind, ofKind);
      if (!ofKind.has(settings)) ofKind.set(settings, new kind(settings));
      return ofKind.get(settings) as Client;
    },
  };
}
