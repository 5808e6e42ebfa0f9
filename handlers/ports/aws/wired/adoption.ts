import { LambdaClient } from '@aws-sdk/client-lambda';
import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { Env } from '../../../../statemachine/contract/names.ts';
import type { Adoption } from '../../index.ts';
import { CLIENT_SETTINGS } from '../client-settings.ts';
import { latticeAdoption } from '../lattice-adoption.ts';
import { listenerTarget } from './lattice.ts';
import type { Wiring } from './wiring.ts';

export const adoption: Wiring<Adoption | undefined> = (wires) => {
  const { client, isSet, setting } = wires;
  if (!isSet(Env.existingListener)) return undefined;
  return latticeAdoption(
    { lattice: client(VPCLatticeClient, CLIENT_SETTINGS), lambda: client(LambdaClient, CLIENT_SETTINGS) },
    {
      ...listenerTarget(wires),
      functionName: setting(Env.functionName),
      previewGroup: isSet(Env.previewTargetGroupId) ? setting(Env.previewTargetGroupId) : undefined,
    },
  );
};
