import * as fc from 'fast-check';

/** That a property fails is enough: looking for its smallest example takes longer than all other tests. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
