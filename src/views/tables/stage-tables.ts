export { explainSureness, firmwareTitle, stageTable, type StageTable, type TableId } from '../../core/rows/stage-table';
