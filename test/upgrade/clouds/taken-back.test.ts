import { TAKEN_BACK } from '../points.ts';
import { describeUpgrades } from './chained.ts';

describeUpgrades(TAKEN_BACK);
