/** Outputs of a stack by name. */
export type StackOutputs = Readonly<Record<string, string>>;

/** What prune must know of one service. */
export interface PrunedService {
  /** Key of its rollout record. */
  readonly name: string;
  readonly functionName: string;
  readonly table: string;
  /** The version that the stack itself owns. */
  readonly deployed?: string;
}

const TABLE = 'RecordTableName';

/**
 * The services of a stack: each has its outputs under one prefix, which is empty where there is only one.
 *
 * @param wanted name of a service; the only one unless told
 * @throws Error naming what is missing, or the services there are
 */
export function serviceIn(outputs: StackOutputs, where: string, wanted?: string): PrunedService {
  const services = servicesOf(outputs, where);
  const names = services.map(({ name }) => name).join(', ');
  if (services.length === 0) throw new Error(`${where} has no output ${TABLE}: deploy it with this version of Lattice Canary first; its outputs are ${Object.keys(outputs).join(', ') || 'none'}`);
  const found = wanted === undefined ? services : services.filter(({ name }) => name === wanted);
  const [service, another] = found;
  if (service === undefined) throw new Error(`${where} has no service ${JSON.stringify(wanted)}; it has ${names}`);
  if (another !== undefined) throw new Error(`${where} has several services (${names}); choose one with --service`);
  return service;
}

function servicesOf(outputs: StackOutputs, where: string): readonly PrunedService[] {
  return Object.entries(outputs)
    .filter(([key]) => key.endsWith(TABLE))
    .map(([key, table]) => {
      const prefix = key.slice(0, -TABLE.length);
      const deployed = outputs[`${prefix}CanaryVersion`];
      const output = (name: string): string => {
        const value = outputs[`${prefix}${name}`];
        if (value === undefined) throw new Error(`${where} has the output ${key} but no ${prefix}${name}`);
        return value;
      };
      return { table, name: output('ServiceName'), functionName: output('FunctionName'), ...(deployed === undefined ? {} : { deployed }) };
    });
}
