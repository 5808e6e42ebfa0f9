import { StateName } from '../../statemachine/contract/names.ts';

/** States in which an execution waits at a point, by the names that they have in a version. */
export const CURRENT_STATES = {
  baking: StateName.bake(10),
  promoting: StateName.settlePromotion,
  watching: StateName.watch,
  rollingBack: StateName.settleRollback,
  holding: StateName.standBy,
  reverting: StateName.settleRevert,
};
export type States = Readonly<typeof CURRENT_STATES>;
