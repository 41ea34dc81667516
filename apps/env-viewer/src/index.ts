/** 懒猫ENV查看器 as a web app, without a server around it. */
export { createViewer, type Viewer, type ViewerOptions } from './viewer.ts'
