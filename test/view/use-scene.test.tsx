import {afterEach, expect, test} from '@jest/globals';
import {Text} from 'ink';
import {cleanup} from 'ink-testing-library';
import {createStore} from '../../src/store/store.js';
import type {Scene} from '../../src/view/scene.js';
import {useScene} from '../../src/view/use-scene.js';
import {at, clusterState} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {eventually} from '../support/eventually.js';
import {renderAt} from '../support/render-at-size.js';

afterEach(cleanup);

test('that the time goes on draws nothing while the picture is the same, and draws once it is another', async () => {
  const store = createStore(clusterState({'10.0.0.1': {neo4j: 'running'}}));
  const clock = () => at(10);
  const {controller} = openController({store, clock, rows: 16});
  const drawn = new Set<Scene>();
  let compared = 0;
  let isSamePicture = true;
  const isSame = () => {
    compared += 1;
    return isSamePicture;
  };
  function Drawn() {
    drawn.add(useScene(store, controller, clock, isSame));
    return <Text>drawn</Text>;
  }
  renderAt(<Drawn />, 80, 16);
  await eventually(() => expect(compared).toBeGreaterThanOrEqual(2));
  expect(drawn.size).toBe(1);
  isSamePicture = false;
  await eventually(() => expect(drawn.size).toBeGreaterThan(1));
});
