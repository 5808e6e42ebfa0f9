/** Names of the alarms in the definition that tests build. */
export const CANARY_ALARM = 'canary-errors';
export const PRODUCTION_ALARM = 'production-errors';
