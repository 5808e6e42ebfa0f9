import type { ConcurrencyDoes } from './case.ts';
import type { Simulation } from './simulation.ts';

/** Lambda as a case wants it, and production as a release with the same plan would have left it. */
export function haveProvisioned({ world }: Simulation, does?: ConcurrencyDoes): void {
  const { provisionedConcurrency: concurrency } = world;
  if (concurrency === undefined) return;
  const { version } = world.alias('production');
  world.provisioned.set(version, { concurrency, at: new Date(0) });
  world.record = { ...world.record, provisioned: { [version]: world.now().toISOString() } };
  if (does === 'refused') world.notAccepted = { mayPass: false, words: 'over the quota' };
  if (does === 'in use') world.notAccepted = { mayPass: true, words: 'another operation is in progress' };
  if (does === 'fails') world.provisioningFails = 'FUNCTION_ERROR_INIT_FAILURE';
  if (does === 'is never ready') world.readySeconds = Infinity;
  if (does === 'is slow') world.readySeconds = 400;
}

interface Fault {
  readonly invariant: 'I3' | 'I5';
  readonly message: string;
  readonly at?: number;
}

/** What is wrong with it once everything is over. */
export function provisionedFaults({ world }: Simulation): readonly Fault[] {
  if (world.provisionedConcurrency === undefined) return [];
  const { version: production } = world.alias('production');
  const { last } = world.record;
  const { unready } = world;
  const left = [...world.provisioned.keys()].filter((version) => version !== production);
  const promoted = last?.outcome === 'promoted' && last.kind === undefined && last.version === production;
  return [
    ...left.map((version): Fault => {
      const message = `version ${version} still has provisioned concurrency, and production runs version ${production}`;
      return { invariant: 'I5', message };
    }),
    ...(promoted && !world.provisioned.has(production)
      ? [
          {
            invariant: 'I5',
            message: `version ${production} was promoted, and has no provisioned concurrency`,
          } as const,
        ]
      : []),
    ...(unready === undefined
      ? []
      : [
          {
            invariant: 'I3',
            at: unready.at.getTime(),
            message: `users met version ${unready.version} before its provisioned concurrency was ready`,
          } as const,
        ]),
  ];
}
