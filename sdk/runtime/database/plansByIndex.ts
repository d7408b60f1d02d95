const settings = {
  plan_cache_mode: 'force_custom_plan',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_sort: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  max_parallel_workers_per_gather: '0',
};

/**
 * Settings of a session whose statements find all their rows by index. A plan that was made when a table was small would read all
 * of it, and a bitmap would visit every row that died since the last vacuum.
 */
export const plansByIndex: readonly string[] = Object.entries(settings).map(
  ([name, value]) => `${name}=${value}`,
);
