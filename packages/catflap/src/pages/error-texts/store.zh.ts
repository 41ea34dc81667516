/** Chinese texts of the reasons why the store gives no answer. */
import type { StoreTexts } from './texts.ts'

export const store: StoreTexts = {
  AUTHENTICATION_REQUIRED: {
    what: 'Redis 服务器要求密码，而 CATFLAP_STORE 里没有。',
    fix: '请把密码写进 CATFLAP_STORE，按百分号编码：redis://:<密码>@<主机>。',
  },
  CANNOT_PERSIST: {
    what: 'Redis 服务器无法保存数据，因此拒绝写入：它的磁盘已满或不可写，或者在线的副本太少。',
    fix: '请查看 Redis 服务器的日志，腾出它的磁盘空间，或恢复它的副本。',
  },
  CLOSED: {
    what: '这个进程正在结束，已经关闭了存储。',
    fix: '请稍后再试。如果一直如此，说明应用在 close() 之后仍在运行：请重启进程。',
  },
  CONTENTION: {
    what: '其他请求一直在写同一条记录。',
    fix: '请稍后再试。',
  },
  DAMAGED: {
    what: '会话数据库已损坏。',
    fix: '请重启这个应用的所有进程：损坏的文件会被移到一旁，并新建一个空数据库。如果没有这样做（非 Linux 系统），请从 CATFLAP_DATA_DIR 中删除 data.mdb 和 lock.mdb。所有人需重新登录。',
  },
  DISK_FAILED: {
    what: '磁盘没有完成写入，或没有返回数据：可能已满，也可能出了故障。',
    fix: '请在 CATFLAP_DATA_DIR 所在的磁盘上腾出空间。如果还有空间，请查看内核日志中的磁盘错误。',
  },
  DISK_FULL: {
    what: '会话数据库所在的磁盘已满，或配额已用完。',
    fix: '请在 CATFLAP_DATA_DIR 所在的磁盘上腾出空间。已登录的人不受影响。',
  },
  DRIVER_MISSING: {
    what: '存储的驱动无法加载：缺少 lmdb 包或它在本系统上的二进制文件，或者缺少 @redis/client。',
    fix: '请在运行应用的系统上执行 npm install，并带上整个 node_modules：在别处打包或复制的产物缺少二进制文件。使用 Redis 时请安装 @redis/client。',
  },
  FOREIGN_PID_NAMESPACE: {
    what: '另一个容器，或本容器之外的进程，正打开着会话数据库。LMDB 无法区分两边的进程。',
    fix: '请只用一个容器运行应用，或让这些容器共享 PID 命名空间（pid: "service:…"），或改用 Redis（CATFLAP_STORE=redis://…）。',
  },
  KEY_DAMAGED: {
    what: '会话数据库旁的文件 key 已损坏，因此无法打开会话名单和进行中的登录。',
    fix: '请从副本恢复该文件；或停止所有进程并删除整个 CATFLAP_DATA_DIR，所有人需重新登录。',
  },
  LOCKS_LOST: {
    what: '会话数据库的锁已不是本进程留下的样子：它位于网络文件系统上，或另一个容器也在使用它。',
    fix: '请把 CATFLAP_DATA_DIR 放在本机磁盘上，并且只由一个容器使用，或改用 Redis（CATFLAP_STORE）。',
  },
  NO_ANSWER: {
    what: 'Redis 服务器没有按时应答。',
    fix: '请检查服务器是否卡住或过载，以及防火墙是否丢弃了它的应答。使用 rediss:// 时，还要检查该端口是否真的使用 TLS。',
  },
  NOT_PERMITTED: {
    what: '应用无权使用存储：CATFLAP_DATA_DIR 的权限、Redis 用户的访问控制列表，或启动 Deno 时的参数不允许。',
    fix: '请让运行本进程的用户可以读写 CATFLAP_DATA_DIR 及其中的所有文件。Redis 上：ACL SETUSER <用户> ~catflap:* +get +set +del +eval +evalsha（CATFLAP_STORE 指定了数据库编号时还要 +select）。Deno 上：--allow-net --allow-env --allow-sys --allow-read --allow-write --allow-ffi，缺少哪一个请看日志。',
  },
  OUT_OF_MEMORY: {
    what: 'Redis 服务器的内存已用完（maxmemory）。',
    fix: '请调高 Redis 服务器的 maxmemory，并保持 maxmemory-policy noeviction。已登录的人不受影响。',
  },
  READ_ONLY: {
    what: '存储不接受写入：Redis 服务器是只读副本，或磁盘以只读方式挂载。',
    fix: '请在 CATFLAP_STORE 中写主服务器，或以可写方式挂载 CATFLAP_DATA_DIR 所在的卷。',
  },
  STARTING: {
    what: 'Redis 服务器正在启动，还在读取数据。',
    fix: '请稍后再试。',
  },
  STORE_FULL: {
    what: '会话占用的空间已达上限（maxSize）。',
    fix: '请调高 createLmdbStore 的 maxSize。已登录的人不受影响，会话结束后会腾出空间。',
  },
  TLS_REFUSED: {
    what: '无法与 Redis 服务器建立 TLS 连接：这里不信任它的证书，或者证书属于另一个主机名。',
    fix: '请按证书上的主机名填写 CATFLAP_STORE。自建的证书机构请在启动 Node 时设置 NODE_EXTRA_CA_CERTS=<文件>。',
  },
  TOO_MANY_READERS: {
    what: '同时读取会话数据库的进程和线程太多，已超出它的容量。',
    fix: '请减少共用同一个 CATFLAP_DATA_DIR 的进程，并全部重启，或改用 Redis（CATFLAP_STORE）。',
  },
  UNKNOWN: {
    what: '存储出错，原因不在已知之列。',
    fix: '请查看应用日志中它背后的错误，或运行 catflap doctor。',
  },
  UNREACHABLE: {
    what: '无法连接 Redis 服务器：它没有运行，主机名或端口不对，或者它只接受 TLS 而断开了连接。',
    fix: '请启动它，并检查 CATFLAP_STORE 中的主机和端口；使用 TLS 的端口要写 rediss://。在容器里，localhost 指容器自己。',
  },
  UNREADABLE_ENTRY: {
    what: '存储里有不属于它的内容，或者内容被改动过。',
    fix: '请给这个应用单独的数据库或目录。重新登录会写入新的记录。',
  },
  UNSAFE_DIRECTORY: {
    what: '会话数据库的目录允许本机任何用户写入。',
    fix: '请用 CATFLAP_DATA_DIR 指定单独的目录，或去掉该权限：chmod o-w <目录>。',
  },
  UNUSABLE_DIRECTORY: {
    what: 'CATFLAP_DATA_DIR 所指的位置不能用作目录，或者会话数据库的位置上是别的东西。',
    fix: '请用 CATFLAP_DATA_DIR 指定单独的目录。',
  },
  WRITE_BLOCKED: {
    what: '另一个进程在写会话数据库的途中停住了。',
    fix: '请找出这个应用中被暂停或卡住的进程，并结束它。',
  },
  WRONG_DATABASE: {
    what: 'CATFLAP_STORE 末尾的数据库编号在这台 Redis 服务器上不存在。',
    fix: '请去掉编号，或写服务器上有的编号；Redis Cluster 只有 0。',
  },
  WRONG_OWNER: {
    what: '会话数据库的目录或其中的文件属于另一个用户。',
    fix: '请把它交给运行本进程的用户（chown），或用 CATFLAP_DATA_DIR 指定单独的目录。',
  },
  WRONG_PASSWORD: {
    what: 'Redis 服务器不接受 CATFLAP_STORE 中的用户名或密码。',
    fix: '请更正；特殊字符按百分号编码。用户名写在冒号之前：redis://<用户>:<密码>@<主机>。',
  },
}
