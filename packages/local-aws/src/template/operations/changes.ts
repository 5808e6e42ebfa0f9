import type { PlannedChange, PropertyChange } from '../plan.ts';

/**
 * A planned change in the shape of CloudFormation's DescribeChangeSet.
 * @param values whether the values of properties are wanted, as JSON
 */
export function shownChange(change: PlannedChange, values: boolean): object {
  const { action, logicalId, type, before, properties, replaces } = change;
  const modifies = action === 'Modify';
  const drifted = properties.some((property) => property.drifted);
  return {
    Type: 'Resource',
    ResourceChange: {
      Action: action,
      LogicalResourceId: logicalId,
      PhysicalResourceId: before?.deployed.ref,
      ResourceType: type,
      ...(modifies && { Replacement: replaces ? 'True' : 'False' }),
      PolicyAction: policyAction(change),
      ...(drifted && { ResourceDriftStatus: 'MODIFIED' }),
      Scope: modifies ? [properties.length > 0 ? 'Properties' : 'Metadata'] : [],
      Details: modifies ? detailsOf(properties, values) : [],
    },
  };
}

function policyAction({ action, replaces, retains }: PlannedChange): string | undefined {
  if (action === 'Remove') return retains ? 'Retain' : 'Delete';
  if (!replaces) return undefined;
  return retains ? 'ReplaceAndRetain' : 'ReplaceAndDelete';
}

function detailsOf(properties: readonly PropertyChange[], values: boolean): object[] {
  if (properties.length === 0)
    return [detail({ Attribute: 'Metadata', RequiresRecreation: 'Never' }, 'DirectModification')];
  return properties.map(({ name, before, after, recreates, drifted }) =>
    detail(
      {
        Attribute: 'Properties',
        Name: name,
        RequiresRecreation: recreates ? 'Always' : 'Never',
        Path: `/Properties/${name}`,
        ...(values && { BeforeValue: inText(before), AfterValue: inText(after) }),
        AttributeChangeType: before === undefined ? 'Add' : after === undefined ? 'Remove' : 'Modify',
      },
      drifted ? 'NoModification' : 'DirectModification',
    ),
  );
}

function detail(Target: object, ChangeSource: string): object {
  return { Target, Evaluation: 'Static', ChangeSource };
}

function inText(value: unknown): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}
