import type { Functions, Lattice } from 'local-aws';
import type { StateMachines } from 'local-aws/states';
import { weightsOf } from '../../../cli/story/definition.ts';
import { type Past, waysBack } from '../../../cli/story/ways-back.ts';
import { ownedAlias } from '../../../statemachine/contract/names.ts';
import type { RecordView, ReleaseView, VersionView } from '../model/protocol.ts';
import type { ConsoleService } from '../services.ts';
import { canaryShare } from '../weight-recorder.ts';

/** The newest that the page offers. */
const MOST_VERSIONS = 20;

export function releaseView(
  cloud: { readonly functions: Functions; readonly lattice: Lattice; readonly machines: StateMachines },
  service: ConsoleService,
  { record, past }: { readonly record: RecordView | undefined; readonly past: Past },
): ReleaseView {
  const { versions, aliases } = cloud.functions.registry.get(service.functionName);
  const at = Object.fromEntries(
    [...aliases.values()].flatMap(({ name, version }) => {
      const own = ownedAlias(name, service.aliasPrefix);
      return own === undefined ? [] : [[own, version]];
    }),
  );
  return {
    versions: [...versions.values()]
      .slice(-MOST_VERSIONS)
      .map(({ version, configuration }) => ({ version, release: releaseIn(configuration.description) })),
    aliases: at,
    ...(record === undefined ? {} : { record }),
    weight: canaryShare(cloud.lattice.listeners.get(service.listenerId).groups, service.canaryTargetGroupId),
    ...(service.previewHeader !== undefined && { previewHeader: service.previewHeader }),
    planned: plannedWeights(cloud.machines, service),
    waysBack: waysBack(past, { published: [...versions.keys()], aliases: at })
      .filter(({ gone }) => !gone)
      .map(({ version }) => version),
  };
}

/** As the machine's definition has them: what runs may still go by an older one. */
export function plannedWeights(
  machines: Pick<StateMachines, 'machine'>,
  { machineArn }: Pick<ConsoleService, 'machineArn'>,
): readonly number[] {
  const { states } = machines.machine(machineArn).revision.definition;
  return weightsOf({ States: Object.fromEntries(states) });
}

/** Versions of the sample carry their release at the end of their description; those of other functions need not. */
function releaseIn(description: string): VersionView['release'] {
  return /\brelease (\S+)$/.exec(description)?.[1] ?? '';
}
