/** Applications of the corpus that AWS fits and that are refused all the same: reviewed, at most ten of all. */
interface Exception {
  readonly file: string;
  readonly code: string;
  readonly reason: string;
}

const incomplete = 'a fragment that KubeVela refuses, too';

export const exceptions: readonly Exception[] = [
  // Direct.
  {
    file: 'docs__i18n-zh_current_platform-engineers_addon_addon-cue.yaml',
    code: 'MissingField',
    reason: `${incomplete}: its component has no name`,
  },
  {
    file: 'docs__platform-engineers_addon_addon-cue-02.yaml',
    code: 'MissingField',
    reason: `${incomplete}: its component has no name`,
  },
  {
    file: 'kubevela__pkg_addon_utils_test-05.yaml',
    code: 'MissingParameter',
    reason: `${incomplete}: its webservice has no image`,
  },
  {
    file: 'kubevela__test_e2e-test_testdata_app_app_component_depends_on_fail.yaml',
    code: 'InvalidParameter',
    reason: 'its image is empty: there it fails later, which is what it is for',
  },
  {
    file: 'samples__01.Helloworld_app.yaml',
    code: 'InvalidParameter',
    reason: 'its gateway has a list of paths, which KubeVela refuses, too',
  },
  {
    file: 'kubevela__test_e2e-test_testdata_app_app8.yaml',
    code: 'DuplicateName',
    reason: 'two components have one name, which is what it is for',
  },
  // To be adapted.
  {
    file: 'kubevela.vela-go-definitions__test_builtin-definition-example_applications_trait_json-merge-patch.yaml',
    code: 'NotOnAws',
    reason: 'it patches a Deployment, and there is none: the hint names the same place of the workload',
  },
  {
    file: 'kubevela__docs_examples_app-with-volumes_app-websvc-volumes.yaml',
    code: 'NotOnAws',
    reason: 'Fargate mounts neither configuration nor secrets as files',
  },
  ...[
    'kubevela.vela-go-definitions__test_builtin-definition-example_applications_components_daemon.yaml',
    'kubevela__references_docgen_def-doc_trait_k8s-update-strategy.eg-02.yaml',
  ].map(file => ({ file, code: 'NotOnAws', reason: 'it mounts folders of nodes, and Fargate has none' })),
];
