import { GOING_ON } from '../points.ts';
import { describeUpgrades } from './chained.ts';

describeUpgrades(GOING_ON);
