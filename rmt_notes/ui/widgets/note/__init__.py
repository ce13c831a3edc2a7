"""The five sections of a visit's note as widgets: a value in, `edited` out. They know neither worker nor store."""
