export const INVALID = 'InvalidParameterValueException';
