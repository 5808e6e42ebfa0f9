export {
  type CloudWatchWorld as World,
  cloudWatchWorld as world,
  ERRORS,
  METRIC,
  MINUTE,
  START,
  TEN,
  TOPIC,
} from '../../src/testing/alarms.ts';
